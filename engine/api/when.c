/* When a deed really was, as --at says, and whether it can have been then. */
#include "api/performance.h"
#include "api/standing.h"

enum baku_status performance_read_time(struct performance *p)
{
    const char *at = p->act->deed->at;
    p->at = p->desk->now;
    if (!at)
        return BAKU_YES;
    if (moment_read(text_of(at), definition_east(p->outcome->definition), &p->at) != MOMENT_OK)
        return desk_error(p->desk, BAKU_UNKNOWN, ERROR_AT_BAD, (struct error_facts){.name = text_of(at)});
    return BAKU_YES;
}

/* A time that is told to the minute, or to the second, may be any moment of it: where `least` is one, that. */
void performance_reach(struct performance *p, int64_t least)
{
    const char *at = p->act->deed->at;
    if (at && p->at < least && least <= p->desk->now && least - p->at < moment_span(text_of(at)))
        p->at = p->command.at = least;
}

/* Said as exactly as the deed's own time was told. */
static struct text least_moment(struct performance *p, int64_t least)
{
    const char *at = p->act->deed->at;
    struct buf words = BUF_INIT;
    int64_t span = at ? moment_span(text_of(at)) : MS_A_MINUTE;
    if (span == MS_A_MINUTE)
        return outcome_moment(p->desk, p->outcome, least);
    moment_say(&words, least - least % span, definition_east(p->outcome->definition), p->desk->baku->lang);
    return desk_keep(p->desk, &words);
}

static void not_before(int64_t *least, const struct told_event *told)
{
    if (told && told->number && told->leaf.occurred > *least)
        *least = told->leaf.occurred;
}

/* Only what is entered later can be said to have been before: a case is not given up before what was done in it, and no
 * step is done before its inputs were there. */
static enum baku_status find_least(struct performance *p, int64_t *least)
{
    struct chronicle chronicle;
    bool cancels = p->act->kind == COMMAND_CANCEL, completes = p->act->kind == COMMAND_COMPLETE;
    if (!p->act->deed->at || !(cancels || completes))
        return BAKU_YES;
    enum baku_status status = chronicle_of(p->desk, p->outcome->definition, &p->outcome->row, &chronicle);
    for (size_t i = 0; cancels && status == BAKU_YES && i < chronicle.n; i++)
        not_before(least, &chronicle.at[i]);
    const struct refs inputs = completes ? p->sop->steps[p->step].inputs : (struct refs){0};
    for (size_t i = 0; status == BAKU_YES && i < inputs.n; i++) {
        uint64_t record = state_records(&p->state, p->state.depth)[inputs.at[i].document];
        if (bits_has(state_hand(&p->state, p->state.depth), inputs.at[i].document))
            not_before(least, chronicle_event(&chronicle, (uint32_t)record));
    }
    return status;
}

/* Not later than now, and not before the step fell due or the case began. */
enum baku_status performance_judge_time(struct performance *p)
{
    const struct store_due *due = due_at(&p->outcome->row, text_of(p->act->step));
    int64_t least = p->act->kind == COMMAND_START ? INT64_MIN : due ? due->since : p->outcome->row.started;
    enum baku_status status = find_least(p, &least);
    if (status != BAKU_YES)
        return status;
    performance_reach(p, least);
    if (p->at > p->desk->now)
        performance_turn_down(p, BAKU_NO, &(struct denied){.denial = DENIAL_AT_LATER});
    else if (p->at < least)
        performance_turn_down(p, BAKU_NO, &(struct denied){DENIAL_AT_EARLY, {0}, least_moment(p, least)});
    return BAKU_YES;
}
