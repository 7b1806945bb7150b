/* What a deed leaves behind: its events, and the case as it is then. */
#include "api/performance.h"
#include "api/standing.h"
#include "base/must.h"

/* The free texts of a deed, those that are there, in the order of their bits. */
static size_t take_said(const struct act *act, struct record *record, struct text *payloads)
{
    const struct {
        enum said said;
        struct text text;
    } all[] = {{SAID_TITLE, text_of(act->deed->title)},
               {SAID_KEY, act->case_key},
               {SAID_NOTE, text_of(act->deed->note)},
               {SAID_REASON, text_of(act->deed->reason)}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].text.len) {
            record->said |= (uint8_t)all[i].said;
            payloads[n++] = all[i].text;
        }
    return n;
}

/* The first event of a deed carries what was said and handed over with it. */
static enum baku_status fill_record(struct performance *p, struct record *record, const struct text **payloads)
{
    struct text *all = ARENA_ARRAY(&p->desk->arena, (size_t)p->contents.n + 8, struct text);
    if (!all)
        return desk_memory(p->desk);
    size_t n = take_said(p->act, record, all);
    record->contents = p->contents.at;
    record->n_contents = p->contents.n;
    for (uint16_t i = 0; i < p->contents.n; i++)
        all[n + i] = p->contents.bytes[i];
    *payloads = all;
    return BAKU_YES;
}

static enum baku_status append_event(struct performance *p, const struct event *event, struct told_event *told)
{
    const struct text *payloads = NULL;
    struct record *record = &told->record;
    bool first = told == p->outcome->events;
    *record = (struct record){.kind = (int32_t)event->kind, .event = *event, .revision = p->outcome->row.revision};
    enum baku_status status = first ? fill_record(p, record, &payloads) : BAKU_YES;
    if (status != BAKU_YES)
        return status;
    bool acts = first && p->step != NONE;
    struct entry entry = {.case_id = p->outcome->row.id,
                          .actor = acts ? (uint16_t)(p->sop->steps[p->step].actor + 1) : 0,
                          .occurred = p->at,
                          .record = record,
                          .payloads = payloads,
                          .leaf = &told->leaf};
    enum applied applied = chronicle_fold(told, &p->state, &p->desk->arena);
    must(applied != APPLY_IMPOSSIBLE);
    if (applied == APPLY_MEMORY)
        return desk_memory(p->desk);
    status = desk_append(p->desk, &entry);
    told->by = p->desk->person.name;
    told->account = p->desk->account_name;
    if (first) {
        told->note = text_of(p->act->deed->note);
        told->reason = text_of(p->act->deed->reason);
    }
    return status;
}

enum baku_status performance_record(struct performance *p, const struct decision *decision)
{
    struct standing standing = {
        .state = &p->state, .before = p->outcome->row, .done = text_of(p->act->step), .at = p->at};
    struct told_event *told = ARENA_ARRAY(&p->desk->arena, decision->n, struct told_event);
    enum baku_status status = told ? BAKU_YES : desk_memory(p->desk);
    p->outcome->events = told;
    if (p->act->kind == COMMAND_START && p->act->deed->title && *p->act->deed->title)
        p->outcome->row.title_seq = p->desk->head.seq + 1;
    for (size_t i = 0; status == BAKU_YES && i < decision->n; i++)
        status = append_event(p, &decision->events[i], &told[i]);
    p->outcome->n_events = decision->n;
    return status == BAKU_YES ? standing_store(&standing, p->desk, p->outcome) : status;
}
