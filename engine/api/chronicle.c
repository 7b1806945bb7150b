#include "api/chronicle.h"

#include "run/script.h"

struct text chronicle_prefix(const struct state *state, uint16_t depth, struct arena *arena)
{
    struct text prefix = {0};
    for (uint16_t d = 1; d <= depth; d++)
        prefix = script_path(arena, prefix, state->frames[d - 1].sop->steps[state_call_step(state, d)].key);
    return prefix;
}

const char *record_name(int64_t kind)
{
    static const struct {
        int64_t number;
        const char *name;
    } names[] = {
        {RECORD_STARTED, "started"},
        {RECORD_HANDED, "handed"},
        {RECORD_COMPLETED, "completed"},
        {RECORD_ENTERED, "entered"},
        {RECORD_LEFT, "left"},
        {RECORD_SKIPPED, "skipped"},
        {RECORD_EXPIRED, "expired"},
        {RECORD_CANCELLED, "cancelled"},
        {RECORD_ENDED, "ended"},
        {RECORD_MOVED, "moved"},
        {RECORD_ERASED, "erased"},
        {RECORD_USER_ADDED, "user-added"},
        {RECORD_USER_REMOVED, "user-removed"},
        {RECORD_PUBLISHED, "published"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].number == kind)
            return names[i].name;
    return "";
}

/* --- folding --- */

/* The documents of the frame that the last event made a version of. */
static struct documents made_now(const struct state *state, uint16_t depth, struct arena *arena)
{
    const struct sop *sop = state->frames[depth].sop;
    const uint64_t *records = state_records(state, depth);
    uint16_t *at = ARENA_ARRAY(arena, sop->n_documents, uint16_t), n = 0;
    for (uint16_t d = 0; at && d < sop->n_documents; d++)
        if (records[d] && (uint32_t)records[d] == state->n_events)
            at[n++] = d;
    return (struct documents){at, n};
}

enum applied chronicle_fold(struct told_event *told, struct state *state, struct arena *arena)
{
    const struct event *event = &told->record.event;
    bool moves = event_parts((int)event->kind) & PART_S;
    if (event->depth > state->depth)
        return APPLY_IMPOSSIBLE;
    told->sop = moves ? state->frames[event->depth].sop : NULL;
    if (told->sop && event->step < told->sop->n_steps)
        told->path =
            script_path(arena, chronicle_prefix(state, event->depth, arena), told->sop->steps[event->step].key);
    enum applied applied = apply(state, event);
    if (applied != APPLIED)
        return applied;
    uint16_t depth = event->kind == EVENT_ENTERED ? state->depth : event->depth;
    told->number = state->n_events;
    told->of = told->content = state->frames[depth].sop;
    told->made = made_now(state, depth, arena);
    return arena->failed ? APPLY_MEMORY : APPLIED;
}

static enum applied read_event(const struct store_event *event, struct told_event *told, struct chronicle *chronicle,
                               struct arena *arena)
{
    enum leaf_verdict leaf = leaf_decode(event->leaf, arena, &told->leaf);
    if (leaf != LEAF_OK)
        return leaf == LEAF_OUT_OF_MEMORY ? APPLY_MEMORY : APPLY_IMPOSSIBLE;
    enum event_verdict record = record_decode(told->leaf.kind, told->leaf.facts, arena, &told->record);
    if (record != EVENT_OK)
        return record == EVENT_OUT_OF_MEMORY ? APPLY_MEMORY : APPLY_IMPOSSIBLE;
    return record_is_folded(told->leaf.kind) ? chronicle_fold(told, &chronicle->state, arena) : APPLIED;
}

static enum baku_status broken(struct desk *desk, const struct store_case *row)
{
    struct buf number = BUF_INIT;
    buf_number(&number, row->id);
    struct error_facts facts = {.name = buf_view(&number)};
    enum baku_status status = desk_error(desk, BAKU_FAILED, ERROR_BAD_LOG, facts);
    buf_release(&number);
    return status;
}

enum baku_status chronicle_of(struct desk *desk, const struct definition *definition, const struct store_case *row,
                              struct chronicle *chronicle)
{
    struct told_event *all = NULL;
    struct arena *arena = &desk->arena;
    size_t n = 0, room = 0;
    struct store_events page = {0};
    *chronicle = (struct chronicle){0};
    if (!state_init(&chronicle->state, arena, definition->sop))
        return desk_memory(desk);
    do {
        struct store_events_wanted wanted = {.case_id = row->id, .after = n ? all[n - 1].leaf.seq : 0};
        enum baku_status status = desk_check(desk, store_events(desk->store, wanted, &page, arena));
        if (status != BAKU_YES)
            return status;
        for (size_t i = 0; i < page.n; i++) {
            struct told_event *grown = arena_room(arena, all, n, &room, sizeof *all);
            if (!grown)
                return desk_memory(desk);
            all = grown;
            all[n] = (struct told_event){0};
            enum applied read = read_event(&page.at[i], &all[n], chronicle, arena);
            if (read != APPLIED)
                return read == APPLY_MEMORY ? desk_memory(desk) : broken(desk, row);
            n++;
        }
    } while (page.n == STORE_PAGE);
    chronicle->at = all;
    chronicle->n = n;
    return BAKU_YES;
}

static enum baku_status read_said(struct desk *desk, const struct told_event *told, enum said said, struct text *text)
{
    if (!(told->record.said & said))
        return BAKU_YES;
    return desk_said(desk, told->leaf.seq, record_said_at(&told->record, said), text);
}

enum baku_status chronicle_said(struct desk *desk, struct told_event *told)
{
    enum baku_status status = read_said(desk, told, SAID_NOTE, &told->note);
    return status == BAKU_YES ? read_said(desk, told, SAID_REASON, &told->reason) : status;
}

const struct told_event *chronicle_event(const struct chronicle *chronicle, uint32_t number)
{
    for (size_t i = 0; i < chronicle->n && number; i++)
        if (chronicle->at[i].number == number)
            return &chronicle->at[i];
    return NULL;
}

const struct told_event *chronicle_mover(const struct chronicle *chronicle, struct text path)
{
    for (size_t i = chronicle->n; i-- > 0;)
        if (path.len && chronicle->at[i].number && text_eq(chronicle->at[i].path, path))
            return &chronicle->at[i];
    return NULL;
}
