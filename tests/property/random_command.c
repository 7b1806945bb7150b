#include "property/random_command.h"

#include "base/must.h"

/* What is brought to a SOP. */
enum care { ALL_GIVEN, ALL_DEMANDED, SOME_GIVEN, ANYTHING };

static enum care some_care(struct draws *draws)
{
    uint32_t n = draws_below(draws, 32);
    return n < 12 ? ALL_GIVEN : n < 26 ? ALL_DEMANDED : n < 31 ? SOME_GIVEN : ANYTHING;
}

static struct documents some_documents(struct draws *draws, struct arena *arena, const struct sop *sop, enum care care)
{
    uint16_t *at = ARENA_ARRAY(arena, sop->n_documents + 1u, uint16_t), n = 0;
    must(at);
    for (uint16_t d = 0; d < sop->n_documents; d++) {
        bool given = sop->documents[d].given != GIVEN_NO;
        bool taken = care == ALL_GIVEN      ? given
                     : care == ALL_DEMANDED ? ledger_demands(sop, d)
                                            : (given || care == ANYTHING) && draws_once_in(draws, 2);
        if (taken)
            at[n++] = d;
    }
    if (care == ANYTHING && draws_once_in(draws, 8))
        at[n++] = sop->n_documents; /* there is no such document */
    return (struct documents){at, n};
}

struct command sound_command(struct arena *arena, const struct ledger *ledger, uint16_t step, int64_t now)
{
    const struct step *s = &ledger_top(ledger)->sop->steps[step];
    struct command command = {
        .kind = COMMAND_COMPLETE, .depth = ledger->depth, .step = step, .choice = CHOICE_NONE, .at = now};
    command.answer = s->decides ? ANSWER_YA : ANSWER_NONE;
    if (s->call.n) {
        command.choice = 0;
        command.documents = some_documents(NULL, arena, s->call.callees[0].sop, ALL_DEMANDED);
    }
    return command;
}

static uint16_t some_due_step(struct draws *draws, const struct page *page)
{
    uint16_t n = 0;
    for (uint16_t s = 0; s < page->sop->n_steps; s++)
        n = (uint16_t)(n + page->due[s]);
    uint32_t nth = n ? draws_below(draws, n) : 0;
    for (uint16_t s = 0; s < page->sop->n_steps; s++)
        if (page->due[s] && nth-- == 0)
            return s;
    return 0;
}

static struct command complete(struct draws *draws, struct arena *arena, const struct ledger *ledger, int64_t now)
{
    const struct page *top = ledger_top(ledger);
    struct command command = sound_command(arena, ledger, some_due_step(draws, top), now);
    const struct call *call = &top->sop->steps[command.step].call;
    if (command.answer != ANSWER_NONE && draws_below(draws, 3) == 2)
        command.answer = ANSWER_TIDAK;
    if (draws_once_in(draws, 16))
        command.answer = command.answer == ANSWER_NONE ? ANSWER_YA : ANSWER_NONE;
    if (!call->n)
        return command;
    command.choice = (uint16_t)draws_below(draws, call->n);
    command.documents = some_documents(draws, arena, call->callees[command.choice].sop, some_care(draws));
    if (draws_once_in(draws, 8))
        command.choice = draws_once_in(draws, 2) ? CHOICE_NONE : call->n;
    return command;
}

/* Mostly just when an input runs out, or just before; else whenever it is. */
static struct command expire(struct draws *draws, const struct ledger *ledger, int64_t *now)
{
    const struct page *top = ledger_top(ledger);
    uint16_t step = some_due_step(draws, top);
    uint32_t when = draws_below(draws, 4);
    for (uint16_t d = 0; d < top->sop->n_documents && when < 3; d++) {
        const struct document *document = &top->sop->documents[d];
        bool can = refs_name(&top->sop->steps[step].inputs, d) && document->valid_for.sort != DURATION_NONE;
        int64_t end = top->since[d] + document->valid_for.max_ms + (when < 2);
        if (can && top->hand[d] && end > *now)
            *now = end;
    }
    return (struct command){.kind = COMMAND_EXPIRE, .depth = ledger->depth, .step = step, .at = *now};
}

/* Any step at any depth, there or not. */
static struct command wrong_place(struct draws *draws, const struct ledger *ledger, int64_t now)
{
    struct command command = {
        .kind = draws_once_in(draws, 2) ? COMMAND_EXPIRE : COMMAND_COMPLETE, .at = now, .choice = CHOICE_NONE};
    command.depth = (uint16_t)draws_below(draws, ledger->depth + 2u);
    command.step = (uint16_t)draws_below(draws, ledger_top(ledger)->sop->n_steps + 1u);
    command.answer = (enum answer)draws_below(draws, 3);
    return command;
}

static struct command hand_over(struct draws *draws, struct arena *arena, const struct ledger *ledger, int64_t now)
{
    uint16_t depth = (uint16_t)(ledger->depth - draws_below(draws, ledger->depth + 1u));
    enum care care = draws_once_in(draws, 8) ? ANYTHING : SOME_GIVEN;
    struct command command = {.kind = COMMAND_HAND, .depth = depth, .at = now};
    command.documents = some_documents(draws, arena, ledger->pages[depth].sop, care);
    if (draws_once_in(draws, 16))
        command.depth = (uint16_t)(ledger->depth + 1);
    return command;
}

/* Mostly hardly any time; now and then days; seldom back, for clocks differ. */
static void go_by(struct draws *draws, int64_t *now)
{
    static const int64_t units[] = {0, 0, 0, 0, 0, 0, 1, 1, 1000, 1000, 1000, 60000, 60000, 60000, 3600000, 86400000};
    *now += units[draws_below(draws, 16)] * (1 + draws_below(draws, 90));
    if (draws_once_in(draws, 48))
        *now -= 5 * 60000;
}

struct command random_command(struct draws *draws, struct arena *arena, const struct ledger *ledger, int64_t *now)
{
    uint32_t sort = draws_below(draws, 64);
    go_by(draws, now);
    if (sort == 63 || (ledger->status == CASE_NEW && sort < 56)) {
        struct command start = {.kind = COMMAND_START, .choice = CHOICE_NONE, .at = *now};
        start.documents = some_documents(draws, arena, ledger->pages[0].sop, some_care(draws));
        return start;
    }
    if (sort == 62)
        return (struct command){.kind = COMMAND_CANCEL, .at = *now};
    if (sort > 57)
        return wrong_place(draws, ledger, *now);
    if (sort > 49)
        return hand_over(draws, arena, ledger, *now);
    return sort > 42 ? expire(draws, ledger, now) : complete(draws, arena, ledger, *now);
}
