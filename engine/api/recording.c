/* What a deed leaves behind: its events, the case as it is then, and what is due. */
#include "api/performance.h"
#include "base/must.h"
#include "run/script.h"
#include "run/state_bytes.h"

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
                          .payloads = payloads};
    enum applied applied = chronicle_fold(told, &p->state, &p->desk->arena);
    must(applied != APPLY_IMPOSSIBLE);
    if (applied == APPLY_MEMORY)
        return desk_memory(p->desk);
    status = desk_append(p->desk, &entry);
    if (first) {
        told->note = text_of(p->act->deed->note);
        told->reason = text_of(p->act->deed->reason);
    }
    told->leaf = (struct leaf){.seq = p->desk->head.seq,
                               .case_id = entry.case_id,
                               .person = p->desk->person.id,
                               .kind = record->kind,
                               .recorded = p->desk->now,
                               .occurred = p->at};
    return status;
}

/* --- what is due --- */

static enum baku_status fill_due(struct performance *p, struct text prefix, uint16_t step, struct store_due *due)
{
    const struct sop *sop = state_sop(&p->state);
    const struct store_due *before;
    uint16_t actor = sop->steps[step].actor;
    due->path = script_path(&p->desk->arena, prefix, sop->steps[step].key);
    due->actor = actor == NONE ? (struct text){0} : sop->actors[actor].key;
    due->region = sop->region->key;
    due->since = p->at;
    before = performance_due(p, due->path);
    if (before && !text_eq(due->path, text_of(p->act->step))) {
        due->since = before->since;
        due->until = before->until;
        return BAKU_YES;
    }
    return definition_until(p->desk, p->outcome->definition, sop, &sop->steps[step], due->since, &due->until);
}

static enum baku_status make_due(struct performance *p, const struct store_due **list, size_t *count)
{
    struct arena *arena = &p->desk->arena;
    const struct plan *plan = &state_sop(&p->state)->plan;
    const uint64_t *set = state_due(&p->state, p->state.depth);
    struct text prefix = chronicle_prefix(&p->state, p->state.depth, arena);
    bool open = p->state.status == CASE_OPEN;
    struct store_due *due = ARENA_ARRAY(arena, bits_count(set, plan->step_words), struct store_due);
    *count = 0;
    for (ptrdiff_t s = 0; due && open && (s = bits_next(set, plan->step_words, (size_t)s)) >= 0; s++) {
        enum baku_status status = fill_due(p, prefix, (uint16_t)s, &due[*count]);
        if (status != BAKU_YES)
            return status;
        ++*count;
    }
    *list = due;
    return arena->failed ? desk_memory(p->desk) : BAKU_YES;
}

static enum baku_status store_row(struct performance *p, int64_t version)
{
    struct desk *desk = p->desk;
    struct store_case *row = &p->outcome->row;
    struct buf bytes = BUF_INIT;
    const struct store_due *due;
    size_t n_due;
    enum baku_status status = make_due(p, &due, &n_due);
    if (status != BAKU_YES)
        return status;
    state_encode(&bytes, &p->state);
    row->state = performance_keep(desk, &bytes);
    row->due = due;
    row->n_due = n_due;
    row->status = (int32_t)p->state.status;
    row->version = desk->head.seq;
    row->ended = p->state.status == CASE_OPEN ? STORE_NO_TIME : p->at;
    if (desk->arena.failed)
        return desk_memory(desk);
    bool starts = p->act->kind == COMMAND_START;
    return desk_check(desk, starts ? store_case_add(desk->store, row) : store_case_put(desk->store, row, version));
}

enum baku_status performance_record(struct performance *p, const struct decision *decision)
{
    int64_t version = p->outcome->row.version;
    struct told_event *told = ARENA_ARRAY(&p->desk->arena, decision->n, struct told_event);
    enum baku_status status = told ? BAKU_YES : desk_memory(p->desk);
    p->outcome->events = told;
    if (p->act->kind == COMMAND_START && p->act->deed->title && *p->act->deed->title)
        p->outcome->row.title_seq = p->desk->head.seq + 1;
    for (size_t i = 0; status == BAKU_YES && i < decision->n; i++)
        status = append_event(p, &decision->events[i], &told[i]);
    p->outcome->n_events = decision->n;
    return status == BAKU_YES ? store_row(p, version) : status;
}
