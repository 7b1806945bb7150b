/* What a deed is about: which case, which frame of it, which step, which SOP of a choice. */
#include <string.h>

#include "api/performance.h"
#include "base/nearest.h"
#include "run/script.h"

enum baku_status case_named(struct desk *desk, const char *id, struct store_case *row)
{
    struct text name = text_of(id);
    int64_t number = 0;
    enum store_status status = STORE_ABSENT;
    if (text_number(name, &number) && number > 0)
        status = store_case(desk->store, number, row, &desk->arena);
    if (status == STORE_ABSENT && name.len)
        status = store_case_by_key(desk->store, name, row, &desk->arena);
    if (status == STORE_ABSENT)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_NO_CASE, (struct error_facts){.name = name});
    return desk_check(desk, status);
}

/* The step of that path in the SOP or in any that it calls; NONE where there is none. */
static uint16_t find_step(const struct sop *sop, struct text path, const struct sop **in)
{
    struct text rest, part = text_cut(path, '/', &rest);
    uint16_t step = sop_step(sop, part);
    *in = sop;
    if (step == NONE || part.len == path.len)
        return step;
    const struct call *call = &sop->steps[step].call;
    for (uint16_t c = 0; c < call->n; c++) {
        uint16_t found = call->callees[c].sop ? find_step(call->callees[c].sop, rest, in) : NONE;
        if (found != NONE)
            return found;
    }
    return NONE;
}

static enum baku_status no_step(struct performance *p)
{
    const struct sop *sop = p->outcome->definition->sop;
    struct error_facts facts = {.name = text_of(p->act->step), .other = sop->name};
    struct nearest nearest = nearest_to(facts.name);
    for (uint16_t s = 0; s < sop->n_steps; s++)
        nearest_try(&nearest, sop->steps[s].key);
    const struct store_case *row = &p->outcome->row;
    for (size_t i = 0; i < row->n_due; i++) /* what waits inside a call is often named without it */
        if (text_eq(path_name(row->due[i].path), facts.name))
            nearest.best = row->due[i].path;
    facts.near = nearest.best;
    return desk_error(p->desk, BAKU_UNKNOWN, ERROR_CASE_NO_STEP, facts);
}

/* The frame in which the case stands at that path, and the step there: exactly where it is, or where it could be. */
static enum baku_status find_place(struct performance *p)
{
    struct text path = text_of(p->act->step);
    p->command.depth = UINT16_MAX; /* not where the case stands: decide() says that it is not due */
    p->command.step = NONE;
    for (uint16_t d = 0; d <= p->state.depth && p->state.status != CASE_NEW; d++) {
        const struct sop *sop = p->state.frames[d].sop;
        struct text prefix = chronicle_prefix(&p->state, d, &p->desk->arena);
        struct text key;
        uint16_t step = script_below(path, prefix, &key) ? sop_step(sop, key) : NONE;
        if (step != NONE) {
            p->command.depth = d;
            p->command.step = p->step = step;
            p->sop = sop;
        }
    }
    if (p->desk->arena.failed)
        return desk_memory(p->desk);
    if (p->step == NONE)
        p->step = find_step(p->outcome->definition->sop, path, &p->sop);
    return p->step == NONE ? no_step(p) : BAKU_YES;
}

/* The frame that a hand-over is for: the one whose calls stand before the name of its first document. */
static void find_frame(struct performance *p)
{
    struct text name = p->act->deed->n_documents ? text_of(p->act->deed->documents[0].document) : (struct text){0};
    p->command.depth = 0;
    for (uint16_t d = 1; d <= p->state.depth; d++) {
        struct text key, prefix = chronicle_prefix(&p->state, d, &p->desk->arena);
        if (script_below(name, prefix, &key))
            p->command.depth = d;
    }
    p->sop = p->state.frames[p->command.depth].sop;
}

static enum baku_status choose(struct performance *p)
{
    struct text name = text_of(p->act->deed->choose);
    const struct call *call = &p->sop->steps[p->step].call;
    struct buf list = BUF_INIT;
    p->command.choice = CHOICE_NONE;
    if (name.len == 0)
        return BAKU_YES;
    if (call->n == 0)
        return desk_error(p->desk, BAKU_UNKNOWN, ERROR_CASE_NO_CALL,
                          (struct error_facts){.name = text_of(p->act->step)});
    for (uint16_t c = 0; c < call->n; c++) {
        if (script_chooses(p->sop, &call->callees[c], name)) {
            p->command.choice = c;
            buf_release(&list);
            return BAKU_YES;
        }
        buf_string(&list, c ? ", " : "");
        buf_text(&list, call->callees[c].name);
    }
    struct error_facts facts = {.name = name, .other = buf_view(&list)};
    enum baku_status status = desk_error(p->desk, BAKU_UNKNOWN, ERROR_CASE_NO_CHOICE, facts);
    buf_release(&list);
    return status;
}

enum baku_status performance_find(struct performance *p)
{
    enum baku_status status = BAKU_YES;
    p->command = (struct command){.kind = p->act->kind, .choice = CHOICE_NONE, .at = p->at};
    p->sop = p->outcome->definition->sop;
    p->step = NONE;
    if (p->act->kind == COMMAND_COMPLETE || p->act->kind == COMMAND_EXPIRE)
        status = find_place(p);
    if (status == BAKU_YES && p->act->kind == COMMAND_COMPLETE) {
        enum baku_given_answer answer = p->act->deed->answer;
        p->command.answer = answer == BAKU_ANSWER_YA      ? ANSWER_YA
                            : answer == BAKU_ANSWER_TIDAK ? ANSWER_TIDAK
                                                          : ANSWER_NONE;
        status = choose(p);
    }
    if (p->act->kind == COMMAND_HAND)
        find_frame(p);
    return status == BAKU_YES && p->desk->arena.failed ? desk_memory(p->desk) : status;
}
