#include "api/chronicle.h"

#include <string.h>

#include "run/script.h"
#include "run/transfer.h"

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
    told->place = chronicle_prefix(state, depth, arena);
    return arena->failed ? APPLY_MEMORY : APPLIED;
}

bool chronicle_go_on(struct state *state, const struct definition *definition, int64_t at, struct arena *arena)
{
    struct transfer transfer = {.from = state, .to = definition->sop, .at = at, .arena = arena};
    bool moved = state->status == CASE_OPEN && state_transfer(&transfer) && transfer.n == 0;
    if (moved)
        *state = transfer.state;
    return moved;
}

/* --- reading --- */

/* A chronicle while it is read. */
struct reading {
    struct desk *desk;
    struct definition *definition; /* by which the case runs at that point */
    struct chronicle *chronicle;
    struct told_event *at; /* the chronicle's */
    size_t n, room;
};

static enum applied decode(const struct store_event *event, struct told_event *told, struct arena *arena)
{
    enum leaf_verdict leaf = leaf_decode(event->leaf, arena, &told->leaf);
    if (leaf != LEAF_OK)
        return leaf == LEAF_OUT_OF_MEMORY ? APPLY_MEMORY : APPLY_IMPOSSIBLE;
    enum event_verdict record = record_decode(told->leaf.kind, told->leaf.facts, arena, &told->record);
    if (record != EVENT_OK)
        return record == EVENT_OUT_OF_MEMORY ? APPLY_MEMORY : APPLY_IMPOSSIBLE;
    return APPLIED;
}

/* The event of that seq, which rises from one to the next; NULL where there is none. */
static const struct told_event *event_of_seq(const struct told_event *at, size_t n, int64_t seq)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (at[middle].leaf.seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && at[low].leaf.seq == seq ? &at[low] : NULL;
}

/* The document whose content was erased; what was said beside an event has none. */
static void find_erased(const struct reading *reading, struct told_event *told, struct arena *arena)
{
    const struct told_event *of = event_of_seq(reading->at, reading->n, told->record.erased_seq);
    int64_t nth = of ? told->record.erased_nth - (int64_t)record_content_at(&of->record, 0) : -1;
    if (nth < 0 || nth >= of->record.n_contents || !of->content)
        return;
    uint16_t *document = ARENA_NEW(arena, uint16_t);
    if (document)
        *document = of->record.contents[nth].document;
    told->of = of->content;
    told->made = (struct documents){document, document && *document < of->content->n_documents};
}

static enum applied fold(struct reading *reading, struct told_event *told)
{
    struct arena *arena = &reading->desk->arena;
    struct state *state = &reading->chronicle->state;
    if (told->leaf.kind == RECORD_STARTED && state->status == CASE_NEW &&
        !state_init(state, arena, reading->definition->sop))
        return APPLY_MEMORY;
    if (told->leaf.kind == RECORD_MOVED && !chronicle_go_on(state, reading->definition, told->leaf.occurred, arena))
        return arena->failed ? APPLY_MEMORY : APPLY_IMPOSSIBLE;
    if (told->leaf.kind == RECORD_ERASED)
        find_erased(reading, told, arena);
    return record_is_folded(told->leaf.kind) ? chronicle_fold(told, state, arena) : APPLIED;
}

static enum baku_status read_names(struct desk *desk, struct told_event *told)
{
    enum baku_status status = desk_name_of(desk, told->leaf.person, &told->by);
    return status == BAKU_YES ? desk_account_of(desk, told->leaf.account, &told->account) : status;
}

/* Few people work on one case: the last who did are asked first. */
static enum baku_status find_names(struct reading *reading, struct told_event *told)
{
    enum { LAST = 8 };
    for (size_t i = reading->n; i-- > 0 && i + LAST >= reading->n;)
        if (reading->at[i].leaf.person == told->leaf.person && reading->at[i].leaf.account == told->leaf.account) {
            told->by = reading->at[i].by;
            told->account = reading->at[i].account;
            return BAKU_YES;
        }
    return read_names(reading->desk, told);
}

static enum baku_status read_event(struct reading *reading, const struct store_case *row,
                                   const struct store_event *event)
{
    struct desk *desk = reading->desk;
    enum baku_status status = BAKU_YES;
    struct told_event *grown = arena_room(&desk->arena, reading->at, reading->n, &reading->room, sizeof *grown);
    if (!grown)
        return desk_memory(desk);
    struct told_event *told = &grown[reading->n];
    reading->at = grown;
    *told = (struct told_event){0};
    enum applied read = decode(event, told, &desk->arena);
    if (read == APPLIED && record_parts(told->leaf.kind) & RECORD_R)
        status = definition_of(desk, told->record.revision, &reading->definition);
    if (read == APPLIED && status == BAKU_YES)
        read = fold(reading, told);
    if (read != APPLIED)
        return read == APPLY_MEMORY ? desk_memory(desk) : desk_bad_log(desk, row->id);
    if (status == BAKU_YES)
        status = find_names(reading, told);
    reading->n++;
    return status;
}

enum baku_status chronicle_of(struct desk *desk, const struct definition *definition, const struct store_case *row,
                              struct chronicle *chronicle)
{
    struct reading reading = {.desk = desk, .chronicle = chronicle};
    struct store_events page = {0};
    *chronicle = (struct chronicle){0};
    if (!state_init(&chronicle->state, &desk->arena, definition->sop))
        return desk_memory(desk);
    do {
        struct store_events_wanted wanted = {.case_id = row->id,
                                             .after = reading.n ? reading.at[reading.n - 1].leaf.seq : 0};
        enum baku_status status = desk_check(desk, store_events(desk->store, wanted, &page, &desk->arena));
        for (size_t i = 0; status == BAKU_YES && i < page.n; i++)
            status = read_event(&reading, row, &page.at[i]);
        if (status != BAKU_YES)
            return status;
    } while (page.n == STORE_PAGE);
    chronicle->at = reading.at;
    chronicle->n = reading.n;
    return reading.definition == definition ? BAKU_YES : desk_bad_log(desk, row->id);
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

enum baku_status chronicle_read(struct desk *desk, int64_t case_id, int64_t seq, struct told_event *told)
{
    struct store_events page = {0};
    struct store_events_wanted wanted = {.case_id = case_id, .after = seq - 1};
    *told = (struct told_event){0};
    enum baku_status status = desk_check(desk, store_events(desk->store, wanted, &page, &desk->arena));
    if (status != BAKU_YES)
        return status;
    enum applied read = page.n && page.at[0].seq == seq ? decode(&page.at[0], told, &desk->arena) : APPLY_IMPOSSIBLE;
    if (read == APPLY_MEMORY)
        return desk_memory(desk);
    status = read == APPLIED ? read_names(desk, told) : desk_bad_log(desk, case_id);
    return status == BAKU_YES ? chronicle_said(desk, told) : status;
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

/* --- contents --- */

static bool is_path(struct text path, struct text place, struct text key)
{
    struct text name;
    return script_below(path, place, &name) && text_eq(name, key);
}

uint16_t chronicle_content(const struct told_event *told, struct text path)
{
    uint16_t i = 0;
    while (told->content && i < told->record.n_contents &&
           !(told->record.contents[i].document < told->content->n_documents &&
             is_path(path, told->place, told->content->documents[told->record.contents[i].document].key)))
        i++;
    return told->content ? i : told->record.n_contents;
}

bool chronicle_erased(const struct chronicle *chronicle, const struct told_event *told, size_t nth)
{
    for (size_t i = 0; i < chronicle->n; i++)
        if (chronicle->at[i].leaf.kind == RECORD_ERASED && chronicle->at[i].record.erased_seq == told->leaf.seq &&
            chronicle->at[i].record.erased_nth == (int64_t)nth)
            return true;
    return false;
}
