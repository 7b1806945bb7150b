#include "time/audit.h"

#include <math.h>

#include "time/claim.h"
#include "time/kept.h"
#include "time/listing.h"
#include "time/trail.h"

/* The SOP's course of that scope, with its reach where it is whole. NULL: memory is out. */
static struct course *course_reached(struct auditor *a, enum scope scope)
{
    struct course *course = course_of(&a->atlas, a->sop, scope);
    return course && (course->cut || reach_of(course, a->atlas.arena)) ? course : NULL;
}

/* --- all Ya --- */

static struct course *judge(struct auditor *a)
{
    struct audit *audit = a->audit;
    struct course *ya = course_reached(a, SCOPE_YA);
    if (!ya)
        return NULL;
    audit->printed_sum = list_sum(a->sop);
    audit->straight = reach_straight(ya);
    audit->hours_expected = claim_hours(a->sop->claims.total);
    audit->verdict = claim_judge(&a->sop->claims, audit->straight, !ya->cut && ya->reach->timeless);
    return list_calls(a) ? ya : NULL;
}

static bool tell_straight(struct auditor *a, struct course *ya)
{
    struct audit *audit = a->audit;
    if (!list_work(a, ya) || !list_unknown(a) || !list_timeless(a, ya) || !list_wall(a))
        return false;
    audit->straight_way.elapsed = audit->straight;
    if (audit->straight.sort != TOTAL_KNOWN)
        return true;
    return trail_write(a, &audit->straight_way, ya, TRAIL_LATEST) &&
           trail_legs(a, &audit->legs[0], ya, TRAIL_SOONEST) && trail_legs(a, &audit->legs[1], ya, TRAIL_LATEST);
}

/* --- no Tidak that goes back --- */

static bool tell_onward(struct auditor *a)
{
    struct audit *audit = a->audit;
    struct course *onward = course_reached(a, SCOPE_ONWARD);
    if (!onward)
        return false;
    audit->shortest = reach_shortest(onward);
    audit->longest = reach_longest(onward);
    audit->shortest_way.elapsed = audit->shortest;
    audit->longest_way.elapsed = audit->longest;
    if (audit->shortest.sort == TOTAL_KNOWN && !trail_write(a, &audit->shortest_way, onward, TRAIL_SOONEST))
        return false;
    if (audit->longest.sort == TOTAL_KNOWN && !trail_write(a, &audit->longest_way, onward, TRAIL_LATEST))
        return false;
    for (uint32_t x = 0; !onward->cut && x < onward->n_exits; x++)
        audit->ways_in_all += reach_exit(onward, x)->ways;
    if (!onward->cut && !trail_ways(a, onward))
        return false;
    if (audit->n_ways == 0 && audit->shortest.sort == TOTAL_KNOWN) /* among endless ones it was not met */
        audit->ways[audit->n_ways++] = audit->shortest_way;
    return list_rework(a, onward);
}

/* --- every answer --- */

/* Mean and variance over all exits. */
static void tell_moments(struct expected *expected, const struct course *all, const struct chances *chances)
{
    for (int end = 0; end < 2; end++) {
        double p = 0, mean = 0, variance = 0;
        for (uint32_t x = 0; x < all->n_exits; x++) {
            const struct chance *chance = &chances->exit[x];
            double share = chance->p > 0 ? chance->p / (p + chance->p) : 0, apart = chance->mean[end] - mean;
            variance += share * (chance->variance[end] - variance) + share * (1 - share) * apart * apart;
            mean += share * apart;
            p += chance->p;
        }
        expected->mean_ms[end] = mean;
        expected->stddev_ms[end] = sqrt(variance);
    }
}

/* Is every duration one value, so that both ends are the same? */
static bool ends_agree(const struct atlas *atlas)
{
    for (size_t c = 0; c < atlas->n; c++)
        for (uint32_t i = 0; i < atlas->at[c]->n_turns; i++)
            if (atlas->at[c]->turns[i].ms[0] != atlas->at[c]->turns[i].ms[1])
                return false;
    return true;
}

static bool tell_kept(struct auditor *a, struct expected *expected, struct course *all, const struct odds *odds)
{
    const struct claims *claims = &a->sop->claims;
    if (!claims->stated || claims->total.sort != DURATION_WORK)
        return true;
    expected->kept_known = true;
    bool agree = ends_agree(&a->atlas);
    for (int end = 0; end < 2; end++) {
        struct arena scratch = ARENA_INIT;
        struct keeping keeping = {all, a->atlas.n, odds, claims->total.max_ms, end};
        double share = expected->kept[1];
        bool fine = (end == 1 && agree) || kept_share(&keeping, &share, &scratch);
        arena_release(&scratch);
        if (!fine)
            return false;
        expected->kept[1 - end] = share;
        expected->kept_known = expected->kept_known && share >= 0;
    }
    return true;
}

/* Numbers that are too large to be told, or of which too little is left, are not known. */
static bool is_sane(const struct expected *expected, const struct course *all, const struct chances *chances)
{
    double p = 0;
    for (uint32_t x = 0; x < all->n_exits; x++)
        p += chances->exit[x].p;
    for (int end = 0; end < 2; end++)
        if (!(expected->mean_ms[end] <= (double)MOST_MS && expected->stddev_ms[end] <= (double)MOST_MS))
            return false;
    return fabs(p - 1) <= 1e-9;
}

static bool tell_rate(struct auditor *a, struct expected *expected, struct course *all, const struct odds *odds)
{
    struct arena scratch = ARENA_INIT;
    chance_forget(&a->atlas);
    *expected = (struct expected){.rate = odds->rate};
    const struct chances *chances = all->cut ? NULL : chance_of(all, odds, &scratch);
    bool fine = all->cut || chances;
    expected->known = chances && chances->known && odds->rate < 1;
    if (expected->known) {
        tell_moments(expected, all, chances);
        expected->known = is_sane(expected, all, chances);
    }
    if (expected->known)
        fine = tell_kept(a, expected, all, odds);
    chance_forget(&a->atlas);
    arena_release(&scratch);
    return fine;
}

static bool tell_rates(struct auditor *a, const struct audit_options *options)
{
    struct audit *audit = a->audit;
    struct course *all = options->n_rates ? course_of(&a->atlas, a->sop, SCOPE_ALL) : NULL;
    struct told_rate *told = ARENA_ARRAY(a->atlas.arena, options->n_told, struct told_rate);
    for (size_t i = 0; told && i < options->n_told; i++)
        told[i] = options->told[i];
    if (!told || !odds_sort(told, options->n_told, a->atlas.arena))
        return false;
    audit->expected = ARENA_ARRAY(a->arena, options->n_rates, struct expected);
    if (!audit->expected || (options->n_rates && !all))
        return false;
    for (size_t i = 0; i < options->n_rates; i++) {
        size_t merges = 0;
        struct odds odds = {options->rates[i], options->n_told ? told : NULL, options->n_told, 0, &merges};
        if (!tell_rate(a, &audit->expected[audit->n_expected++], all, &odds))
            return false;
    }
    return true;
}

/* --- the whole --- */

static bool tell_all(struct auditor *a, const struct audit_options *options)
{
    struct course *ya = judge(a);
    return ya && tell_straight(a, ya) && tell_onward(a) && tell_rates(a, options);
}

enum status audit_claim(struct audit *audit, const struct sop *sop, struct arena *arena)
{
    struct arena scratch = ARENA_INIT;
    struct auditor a = {.audit = audit, .sop = sop, .arena = arena};
    *audit = (struct audit){.sop = sop};
    atlas_init(&a.atlas, &scratch);
    bool fine = judge(&a) != NULL;
    arena_release(&scratch);
    return fine ? STATUS_OK : STATUS_MEMORY;
}

enum status audit_sop(struct audit *audit, const struct sop *sop, const struct audit_options *options,
                      struct arena *arena)
{
    struct arena scratch = ARENA_INIT;
    struct auditor a = {.audit = audit, .sop = sop, .arena = arena};
    *audit = (struct audit){.sop = sop};
    atlas_init(&a.atlas, &scratch);
    bool fine = tell_all(&a, options);
    arena_release(&scratch);
    return fine ? STATUS_OK : STATUS_MEMORY;
}
