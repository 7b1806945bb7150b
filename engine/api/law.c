/* The revision that a new case takes: the one that is law when it begins. */
#include "api/performance.h"
#include "api/revision.h"
#include "base/nearest.h"

/* The first moment at which a revision of the SOP is law; STORE_NO_TIME: it was never published. */
static enum baku_status first_law(struct performance *p, int64_t *first)
{
    struct desk *desk = p->desk;
    struct store_revisions page;
    enum baku_status status;
    int64_t after = 0;
    *first = STORE_NO_TIME;
    do {
        status = desk_check(desk, store_revisions(desk->store, text_of(p->act->sop), after, &page, &desk->arena));
        for (size_t i = 0; status == BAKU_YES && i < page.n; i++) {
            after = page.at[i].id;
            *first = page.at[i].from < *first ? page.at[i].from : *first;
        }
    } while (status == BAKU_YES && page.n);
    return status;
}

/* It is published, and its day has not come; by the clock of its region. */
static enum baku_status not_yet(struct performance *p, int64_t begins)
{
    struct store_revision first = {0};
    struct definition *definition;
    struct buf words = BUF_INIT;
    struct error_facts facts = {.name = text_of(p->act->sop)};
    enum store_status found = store_revision_at(p->desk->store, facts.name, begins, &first, &p->desk->arena);
    enum baku_status status = desk_found(p->desk, found);
    if (status == BAKU_YES)
        status = definition_find(p->desk, first.id, &definition);
    if (status != BAKU_YES)
        return status;
    moment_say(&words, begins, definition_east(definition), p->desk->baku->lang);
    facts.other = desk_keep(p->desk, &words);
    return p->desk->arena.failed ? desk_memory(p->desk) : desk_error(p->desk, BAKU_UNKNOWN, ERROR_NOT_YET, facts);
}

/* No revision is in force: is its day still to come, or is another SOP meant? */
static enum baku_status not_in_force(struct performance *p)
{
    struct texts names = {0};
    struct error_facts facts = {.name = text_of(p->act->sop)};
    struct nearest nearest = nearest_to(facts.name);
    int64_t first;
    enum baku_status status = first_law(p, &first);
    if (status == BAKU_YES && first != STORE_NO_TIME)
        return not_yet(p, first);
    if (status == BAKU_YES)
        status = published_names(p->desk, &names);
    for (size_t i = 0; i < names.n; i++)
        nearest_try(&nearest, names.at[i]);
    facts.near = nearest.best;
    return status == BAKU_YES ? desk_error(p->desk, BAKU_UNKNOWN, ERROR_NOT_IN_FORCE, facts) : status;
}

static enum baku_status take_revision(struct performance *p, int64_t at, enum store_status *found)
{
    struct store_revision revision;
    struct outcome *outcome = p->outcome;
    *found = store_revision_at(p->desk->store, text_of(p->act->sop), at, &revision, &p->desk->arena);
    enum baku_status status = *found == STORE_ABSENT ? BAKU_YES : desk_check(p->desk, *found);
    if (status == BAKU_YES && *found == STORE_OK)
        status = definition_of(p->desk, revision.id, &outcome->definition);
    return status;
}

/* The revision that was law when the case really began; turned down where none was yet. The time is read by the clock
 * of the one that is law now, then by its own. */
static enum baku_status take_revision_then(struct performance *p)
{
    enum store_status found;
    int64_t first;
    enum baku_status status = performance_read_time(p);
    if (status == BAKU_YES)
        status = take_revision(p, p->at, &found);
    if (status == BAKU_YES && found == STORE_OK)
        return performance_read_time(p);
    if (status == BAKU_YES)
        status = first_law(p, &first);
    if (status != BAKU_YES)
        return status;
    performance_reach(p, first);
    if (p->at >= first)
        return take_revision(p, p->at, &found);
    performance_turn_down(p, BAKU_NO,
                          &(struct denied){DENIAL_NOT_LAW_YET, {0}, outcome_moment(p->desk, p->outcome, first)});
    return BAKU_YES;
}

enum baku_status performance_take_law(struct performance *p)
{
    enum store_status found;
    enum baku_status status = take_revision(p, p->desk->now, &found);
    p->at = p->desk->now;
    if (status == BAKU_YES && found == STORE_ABSENT)
        return not_in_force(p);
    return status == BAKU_YES && p->act->deed->at ? take_revision_then(p) : status;
}
