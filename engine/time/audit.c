#include "time/audit.h"

#include "time/claim.h"
#include "time/listing.h"
#include "time/reach.h"

static bool judge(struct auditor *a)
{
    struct audit *audit = a->audit;
    struct course *ya = course_of(&a->atlas, a->sop, SCOPE_YA);
    const struct reach *reach = ya && !ya->cut ? reach_of(ya, a->atlas.arena) : NULL;
    if (!ya || (!ya->cut && !reach))
        return false;
    audit->printed_sum = list_sum(a->sop);
    audit->straight = reach_straight(ya);
    audit->hours_expected = claim_hours(a->sop->claims.total);
    audit->verdict = claim_judge(&a->sop->claims, audit->straight, reach && reach->timeless);
    return list_calls(a);
}

enum status audit_claim(struct audit *audit, const struct sop *sop, struct arena *arena)
{
    struct arena scratch = ARENA_INIT;
    struct auditor a = {.audit = audit, .sop = sop, .arena = arena};
    *audit = (struct audit){.sop = sop};
    atlas_init(&a.atlas, &scratch);
    bool fine = judge(&a);
    arena_release(&scratch);
    return fine ? STATUS_OK : STATUS_MEMORY;
}

enum status audit_sop(struct audit *audit, const struct sop *sop, const struct audit_options *options,
                      struct arena *arena)
{
    (void)options;
    return audit_claim(audit, sop, arena);
}
