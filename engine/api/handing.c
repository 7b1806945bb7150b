/* What is handed over with a deed: to which frame, and whether it may be now. */
#include <string.h>

#include "api/performance.h"
#include "run/script.h"

static const struct sop *callee_of(const struct performance *p)
{
    const struct call *call = &p->sop->steps[p->step].call;
    uint16_t choice = p->command.choice == CHOICE_NONE ? 0 : p->command.choice;
    return choice < call->n ? call->callees[choice].sop : NULL;
}

/* The document of that name that a call would be entered with, or NONE. */
static uint16_t entry_document(const struct call *call, struct text name)
{
    for (uint16_t c = 0; c < call->n; c++) {
        const struct sop *callee = call->callees[c].sop;
        uint16_t document = sop_document(callee, name);
        if (document != NONE && bits_has(callee->plan.given, document))
            return document;
    }
    return NONE;
}

static enum baku_status tell_entry(struct performance *p, struct text call, struct text name)
{
    struct buf command = BUF_INIT;
    buf_string(&command, "baku case do ");
    buf_number(&command, p->outcome->row.id);
    buf_string(&command, " ");
    buf_text(&command, call);
    buf_string(&command, " --given ");
    buf_text(&command, name);
    buf_string(&command, p->desk->baku->lang == LANG_ID ? " --as NAMA" : " --as NAME");
    struct error_facts facts = {.name = name, .other = desk_keep(p->desk, &command)};
    return p->desk->arena.failed ? desk_memory(p->desk)
                                 : desk_error(p->desk, BAKU_UNKNOWN, ERROR_CASE_BEFORE_CALL, facts);
}

/* UNKNOWN, answered, where a document is handed over late that a call which waits would be entered with. */
static enum baku_status look_for_entry(struct performance *p, struct text name)
{
    const struct sop *sop = state_sop(&p->state);
    const uint64_t *due = state_due(&p->state, p->state.depth);
    struct text prefix = chronicle_prefix(&p->state, p->state.depth, &p->desk->arena);
    for (ptrdiff_t s = 0; (s = bits_next(due, sop->plan.step_words, (size_t)s)) >= 0; s++) {
        struct text call = script_path(&p->desk->arena, prefix, sop->steps[s].key);
        bool inside = name.len > call.len && call.len && memcmp(name.at, call.at, call.len) == 0 &&
                      name.at[call.len] == '/';
        struct text key = inside ? (struct text){name.at + call.len + 1, name.len - call.len - 1} : name;
        if (entry_document(&sop->steps[s].call, key) != NONE && (inside || sop_document(p->sop, name) == NONE))
            return tell_entry(p, call, script_path(&p->desk->arena, call, key));
    }
    return p->desk->arena.failed ? desk_memory(p->desk) : BAKU_YES;
}

static enum baku_status look_for_entries(struct performance *p)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < p->act->deed->n_documents; i++)
        status = look_for_entry(p, text_of(p->act->deed->documents[i].document));
    return status;
}

enum baku_status performance_take(struct performance *p)
{
    struct hatch hatch = {.sop = p->sop, .set = p->sop->plan.given, .option = "--given"};
    struct denied denied = {0};
    if (p->act->kind == COMMAND_COMPLETE && p->sop->steps[p->step].call.n) {
        hatch.sop = callee_of(p);
        hatch.prefix = text_of(p->act->step);
        hatch.set = hatch.sop->plan.given;
    } else if (p->act->kind == COMMAND_COMPLETE) {
        hatch.set =
            p->sop->plan.gives[p->command.answer == ANSWER_TIDAK] + (size_t)p->step * p->sop->plan.document_words;
        hatch.option = "--output";
        hatch.prefix = chronicle_prefix(&p->state, p->command.depth, &p->desk->arena);
    } else if (p->act->kind == COMMAND_HAND) {
        hatch.prefix = chronicle_prefix(&p->state, p->command.depth, &p->desk->arena);
        hatch.state = &p->state;
    } else if (p->act->kind != COMMAND_START) {
        return BAKU_YES;
    }
    enum baku_status status = hatch.state ? look_for_entries(p) : BAKU_YES;
    if (status != BAKU_YES)
        return status;
    status = contents_take(p->desk, &hatch, p->act->deed, p->act->bytes, &p->contents, &denied);
    if (status == BAKU_YES && denied.denial)
        performance_turn_down(p, BAKU_NO, &denied);
    bool plain = p->act->kind == COMMAND_COMPLETE && !p->sop->steps[p->step].call.n;
    p->command.documents = plain ? (struct documents){0} : p->contents.documents;
    return status;
}
