/* One case as it is now, and what happened in it. */
#include "api/perform.h"
#include "run/script.h"

/* A case that is looked at. */
struct view {
    struct desk *desk;
    struct store_case row;
    struct definition *definition;
    struct chronicle chronicle;
    struct report report;
    int32_t east;
};

static enum baku_status look(struct view *v, const char *id)
{
    enum baku_status status = desk_look(v->desk);
    if (status == BAKU_YES)
        status = case_named(v->desk, id, &v->row);
    if (status == BAKU_YES)
        status = definition_of(v->desk, v->row.revision, &v->definition);
    if (status == BAKU_YES)
        status = chronicle_of(v->desk, v->definition, &v->row, &v->chronicle);
    if (status != BAKU_YES)
        return status;
    v->east = definition_east(v->definition);
    return BAKU_YES;
}

static enum baku_status answer_view(struct view *v, enum baku_status status, json_t *document)
{
    if (status == BAKU_YES && v->desk->arena.failed)
        status = desk_memory(v->desk);
    if (status == BAKU_YES)
        return answer_with(v->desk->baku, v->desk->answer, &v->report, document, BAKU_YES);
    json_decref(document);
    return status;
}

/* --- what is due --- */

/* The row's entries are the top frame's due steps: their names end with the steps' keys. */
static uint16_t step_of(const struct view *v, struct text path)
{
    return sop_step(state_sop(&v->chronicle.state), path_name(path));
}

static json_t *due_now(struct view *v)
{
    json_t *array = due_json(&v->report, v->desk, &v->row, v->east);
    const struct sop *sop = state_sop(&v->chronicle.state);
    for (size_t i = 0; i < v->row.n_due && !v->report.failed; i++) {
        json_t *object = json_array_get(array, i);
        uint16_t step = step_of(v, v->row.due[i].path), actor = step == NONE ? NONE : sop->steps[step].actor;
        put_lacking(&v->report, v->desk, &v->chronicle.state, step, object);
        put(&v->report, object, "actor_title", actor == NONE ? json_null() : json_text(sop->actors[actor].title));
        put(&v->report, object, "activity",
            step == NONE ? json_array() : json_texts(&v->report, sop->steps[step].activity));
        put(&v->report, object, "question", step == NONE ? json_null() : json_text_or_null(sop->steps[step].question));
    }
    return array;
}

/* --- documents --- */

/* By key: the case may have moved to another revision since. */
static void put_content(struct view *v, json_t *object, const struct told_event *told, struct text path)
{
    uint16_t content = told ? chronicle_content(told, path) : 0;
    bool there = told && content < told->record.n_contents;
    size_t at = there ? record_content_at(&told->record, content) : 0;
    there = there && at < told->leaf.n_payloads;
    put(&v->report, object, "digest", there ? json_digest(&told->leaf.payloads[at]) : json_null());
    put(&v->report, object, "size", there ? json_integer(told->record.contents[content].size) : json_null());
    put(&v->report, object, "erased", json_boolean(there && chronicle_erased(&v->chronicle, told, at)));
}

/* Until when it is valid: null where it stays so. */
static void put_validity(struct view *v, uint16_t depth, uint16_t document, json_t *object)
{
    const struct state *state = &v->chronicle.state;
    const struct plan *plan = &state->frames[depth].sop->plan;
    uint16_t clock = plan->clock[document];
    int64_t handed = clock == NONE ? 0 : state_clocks(state, depth)[clock];
    bool out = clock != NONE && state_is_older(handed, plan->valid_ms[clock], v->desk->now);
    bool told = clock != NONE && plan->valid_ms[clock] <= INT64_MAX - (handed > 0 ? handed : 0);
    put(&v->report, object, "valid_until",
        told ? json_moment_at(&v->report, handed + plan->valid_ms[clock], v->east) : json_null());
    put(&v->report, object, "run_out", json_boolean(out));
}

static json_t *document_json(struct view *v, uint16_t depth, uint16_t document)
{
    const struct state *state = &v->chronicle.state;
    const struct sop *sop = state->frames[depth].sop;
    uint64_t record = state_records(state, depth)[document];
    const struct told_event *told = chronicle_event(&v->chronicle, (uint32_t)record);
    struct text prefix = chronicle_prefix(state, depth, &v->desk->arena);
    json_t *object = json_object();
    struct text path = script_path(&v->desk->arena, prefix, sop->documents[document].key);
    put(&v->report, object, "document", json_text(path));
    put(&v->report, object, "title", json_text(sop->documents[document].title));
    put(&v->report, object, "version", json_integer((json_int_t)(record >> 32)));
    put(&v->report, object, "by", told ? json_text_or_null(told->by) : json_null());
    put(&v->report, object, "step", told ? json_text_or_null(told->path) : json_null());
    put(&v->report, object, "at", told ? json_moment_at(&v->report, told->leaf.occurred, v->east) : json_null());
    put_content(v, object, told, path);
    put_validity(v, depth, document, object);
    return object;
}

static json_t *documents_now(struct view *v)
{
    const struct state *state = &v->chronicle.state;
    json_t *array = json_array();
    for (uint16_t depth = 0; depth <= state->depth; depth++)
        for (uint16_t d = 0; d < state->frames[depth].sop->n_documents; d++)
            if (bits_has(state_hand(state, depth), d))
                append(&v->report, array, document_json(v, depth, d));
    return array;
}

/* --- the case --- */

/* The events that moved it to another revision, each with its reason. */
static enum baku_status moves_of(struct view *v, json_t *array)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < v->chronicle.n; i++) {
        struct told_event *told = &v->chronicle.at[i];
        if (told->leaf.kind != RECORD_MOVED)
            continue;
        status = chronicle_said(v->desk, told);
        append(&v->report, array, told_json(&v->report, told, v->east));
    }
    return status;
}

static enum baku_status working_time(struct view *v, json_t **seconds)
{
    const struct workclock *clock;
    int64_t end = v->row.ended == STORE_NO_TIME ? v->desk->now : v->row.ended;
    enum baku_status status = definition_clock(v->desk, v->definition, v->definition->sop, &clock);
    *seconds = status == BAKU_YES && clock && workclock_has_hours(clock)
                   ? json_seconds(workclock_between(clock, v->row.started, end))
                   : json_null();
    return status;
}

/* The event by which the case was cancelled, with its reason; NULL where it was not. */
static enum baku_status find_cancelled(struct view *v, struct told_event **cancelled)
{
    *cancelled = NULL;
    for (size_t i = 0; i < v->chronicle.n; i++)
        if (v->chronicle.at[i].leaf.kind == RECORD_CANCELLED)
            *cancelled = &v->chronicle.at[i];
    return *cancelled ? chronicle_said(v->desk, *cancelled) : BAKU_YES;
}

static enum baku_status show(struct view *v, json_t *document)
{
    struct text title = {0};
    struct told_event *cancelled;
    json_t *seconds;
    enum baku_status status = v->row.title_seq ? desk_said(v->desk, v->row.title_seq, 0, &title) : BAKU_YES;
    if (status == BAKU_YES)
        status = find_cancelled(v, &cancelled);
    if (status == BAKU_YES)
        status = working_time(v, &seconds);
    if (status != BAKU_YES)
        return status;
    struct report *report = &v->report;
    json_t *moves = json_array();
    status = moves_of(v, moves);
    put(report, document, "moves", moves);
    put(report, document, "case", json_integer(v->row.id));
    put(report, document, "key", json_text_or_null(v->row.key));
    put(report, document, "sop", json_text(v->row.sop));
    put(report, document, "sop_title", json_text(v->definition->sop->title));
    put(report, document, "revision", json_integer(v->row.revision));
    put(report, document, "region", json_text(v->row.region));
    put(report, document, "title", json_text_or_null(title));
    put(report, document, "state", json_string(case_state_name(v->row.status)));
    put(report, document, "due", due_now(v));
    put(report, document, "documents", documents_now(v));
    put(report, document, "started", json_moment_at(report, v->row.started, v->east));
    put(report, document, "ended", json_moment_at(report, v->row.ended, v->east));
    put(report, document, "zone", json_text_or_null(calendar_zone_said(v->east)));
    put(report, document, "working_s", seconds);
    put(report, document, "cancelled_by", cancelled ? json_text_or_null(cancelled->by) : json_null());
    put(report, document, "reason", cancelled ? json_text_or_null(cancelled->reason) : json_null());
    return status;
}

enum baku_status baku_case_show(struct baku *baku, const char *id, struct baku_answer *answer)
{
    struct desk desk;
    struct view view = {.desk = &desk};
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = look(&view, id);
    json_t *document = json_object();
    if (status == BAKU_YES)
        status = show(&view, document);
    return desk_close(&desk, answer_view(&view, status, document));
}

enum baku_status baku_case_history(struct baku *baku, const char *id, struct baku_answer *answer)
{
    struct desk desk;
    struct view view = {.desk = &desk};
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = look(&view, id);
    json_t *document = json_object(), *events = json_array();
    for (size_t i = 0; status == BAKU_YES && i < view.chronicle.n; i++) {
        status = chronicle_said(&desk, &view.chronicle.at[i]);
        append(&view.report, events, told_json(&view.report, &view.chronicle.at[i], view.east));
    }
    put(&view.report, document, "case", json_integer(view.row.id));
    put(&view.report, document, "zone", json_text_or_null(calendar_zone_said(view.east)));
    put(&view.report, document, "events", events);
    return desk_close(&desk, answer_view(&view, status, document));
}
