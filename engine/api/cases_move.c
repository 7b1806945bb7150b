/* An open case goes on by another revision of its SOP, or is only looked at as if it did. */
#include "api/standing.h"
#include "run/ahead.h"
#include "run/script.h"
#include "run/state_bytes.h"
#include "run/transfer.h"

/* A move while it is carried out. */
struct moving {
    struct desk *desk;
    const char *id;
    const struct baku_moving *asked;
    struct store_revision revision; /* the one to go on by, without files */
    struct store_case before;
    struct outcome outcome;
    struct state state, moved;
    struct obstacle *obstacles;
    size_t n_obstacles;
};

/* --- turning down --- */

static enum baku_status turn_down(struct moving *m, enum denial denial, struct text other)
{
    outcome_turn_down(m->desk, &m->outcome, BAKU_NO, &(struct denied){denial, text_of(m->asked->to), other});
    return m->desk->arena.failed ? desk_memory(m->desk) : BAKU_YES;
}

/* --- what is meant --- */

static enum baku_status find_revision(struct moving *m)
{
    struct text name = text_of(m->asked->to);
    int64_t id = 0;
    enum store_status found = STORE_ABSENT;
    if (text_number(name, &id))
        found = store_revision(m->desk->store, id, false, &m->revision, &m->desk->arena);
    struct error_facts facts = {.name = name};
    return found == STORE_ABSENT ? desk_error(m->desk, BAKU_UNKNOWN, ERROR_NO_REVISION, facts)
                                 : desk_check(m->desk, found);
}

/* Loads what the move needs before the head is taken: nobody waits while definitions are read. */
static enum baku_status prepare(struct moving *m)
{
    struct definition *loaded;
    enum baku_status status = case_named(m->desk, m->id, &m->before);
    if (status == BAKU_YES)
        status = find_revision(m);
    if (status == BAKU_YES)
        status = definition_of(m->desk, m->before.revision, &loaded);
    if (status == BAKU_YES && text_eq(m->revision.sop, m->before.sop))
        status = definition_of(m->desk, m->revision.id, &loaded);
    return status;
}

static enum baku_status read_case(struct moving *m)
{
    struct desk *desk = m->desk;
    enum baku_status status = case_named(desk, m->id, &m->before);
    m->outcome = (struct outcome){.row = m->before, .turned = {.first_at = STORE_NO_TIME}};
    if (status == BAKU_YES)
        status = definition_of(desk, m->before.revision, &m->outcome.definition);
    if (status != BAKU_YES)
        return status;
    enum state_verdict verdict = state_decode(m->before.state, m->outcome.definition->sop, &desk->arena, &m->state);
    if (verdict == STATE_MALFORMED)
        return desk_bad_log(desk, m->before.id);
    return verdict == STATE_OK ? BAKU_YES : desk_memory(desk);
}

/* May a case in that state go on by that revision at all? Turned down where not. */
static enum baku_status judge(struct moving *m)
{
    if (m->state.status != CASE_OPEN)
        return turn_down(m, DENIAL_MOVE_NOT_OPEN, (struct text){0});
    if (!text_eq(m->revision.sop, m->before.sop))
        return turn_down(m, DENIAL_MOVE_OTHER_SOP, m->revision.sop);
    if (m->revision.id == m->before.revision)
        return turn_down(m, DENIAL_MOVE_SAME, (struct text){0});
    if (m->revision.from > m->desk->now)
        return turn_down(m, DENIAL_MOVE_NOT_YET, outcome_moment(m->desk, &m->outcome, m->revision.from));
    return BAKU_YES;
}

/* --- moving --- */

static enum baku_status move_state(struct moving *m)
{
    struct definition *definition;
    enum baku_status status = definition_of(m->desk, m->revision.id, &definition);
    if (status != BAKU_YES)
        return status;
    struct transfer transfer = {.from = &m->state, .to = definition->sop, .at = m->desk->now, .arena = &m->desk->arena};
    if (!state_transfer(&transfer))
        return desk_memory(m->desk);
    m->obstacles = transfer.obstacles;
    m->n_obstacles = transfer.n;
    if (transfer.n)
        return turn_down(m, DENIAL_MOVE_STAYS, (struct text){0});
    m->moved = transfer.state;
    m->outcome.definition = definition;
    m->outcome.row.revision = definition->revision;
    return BAKU_YES;
}

static enum baku_status append_record(struct moving *m, struct told_event *told, const struct text *payloads)
{
    told->by = m->desk->person.name;
    told->account = m->desk->account_name;
    return desk_append(m->desk, &(struct entry){.case_id = m->before.id,
                                                .occurred = m->desk->now,
                                                .record = &told->record,
                                                .payloads = payloads,
                                                .leaf = &told->leaf});
}

/* The move, then what follows by itself there: a step that is skipped, a call that is entered. */
static enum baku_status record_all(struct moving *m, const struct decision *decision)
{
    struct text reason = text_of(m->asked->reason);
    struct told_event *told = ARENA_ARRAY(&m->desk->arena, decision->n + 1, struct told_event);
    if (!told)
        return desk_memory(m->desk);
    told[0].record =
        (struct record){.kind = RECORD_MOVED, .revision = m->revision.id, .said = reason.len ? SAID_REASON : 0};
    told[0].reason = reason;
    enum baku_status status = append_record(m, &told[0], &reason);
    for (size_t i = 0; status == BAKU_YES && i < decision->n; i++) {
        const struct event *event = &decision->events[i];
        told[i + 1].record = (struct record){.kind = (int32_t)event->kind, .event = *event};
        enum applied applied = chronicle_fold(&told[i + 1], &m->moved, &m->desk->arena);
        if (applied != APPLIED)
            return desk_memory(m->desk);
        status = append_record(m, &told[i + 1], NULL);
    }
    m->outcome.events = told;
    m->outcome.n_events = decision->n + 1;
    return status;
}

/* Waits the step for a document that no step will hand over, and nobody can bring? Where it is the only one that is
 * due, or all are such, the case would never go on. */
static bool waits_for_ever(struct moving *m, uint16_t step)
{
    const struct sop *sop = state_sop(&m->moved);
    struct documents missing = missing_inputs(&m->moved, step, &m->desk->arena);
    bool ever = false;
    for (uint16_t i = 0; i < missing.n; i++)
        ever = ever || sop->documents[missing.at[i]].given == GIVEN_NO;
    return ever && sop->steps[step].expired.step == NONE;
}

/* The first of the steps that are due, where all of them wait for ever; else NONE. */
static uint16_t stranded_at(struct moving *m)
{
    const uint64_t *due = state_due(&m->moved, m->moved.depth);
    size_t words = state_sop(&m->moved)->plan.step_words;
    ptrdiff_t first = bits_next(due, words, 0);
    for (ptrdiff_t s = first; s >= 0; s = bits_next(due, words, (size_t)s + 1))
        if (!waits_for_ever(m, (uint16_t)s))
            return NONE;
    return first < 0 || m->moved.status != CASE_OPEN ? NONE : (uint16_t)first;
}

static enum baku_status turn_down_stranded(struct moving *m, uint16_t step)
{
    const struct sop *sop = state_sop(&m->moved);
    struct refusal refusal = {.depth = m->moved.depth, .step = step, .sop = sop};
    struct text prefix = chronicle_prefix(&m->moved, m->moved.depth, &m->desk->arena);
    refusal.missing = missing_inputs(&m->moved, step, &m->desk->arena);
    m->outcome.row.revision = m->before.revision;
    m->outcome.n_events = 0;
    if (!lacking_add(m->desk, &m->moved, &refusal, &m->outcome.turned))
        return desk_memory(m->desk);
    return turn_down(m, DENIAL_MOVE_STRANDED, script_path(&m->desk->arena, prefix, sop->steps[step].key));
}

static enum baku_status carry_out(struct moving *m)
{
    struct decision decision = {.arena = &m->desk->arena};
    enum verdict verdict = decide_following(&m->moved, m->desk->now, &decision);
    if (verdict == VERDICT_MEMORY)
        return desk_memory(m->desk);
    if (verdict == VERDICT_REFUSED) {
        m->outcome.row.revision = m->before.revision;
        return turn_down(m, DENIAL_MOVE_CIRCLE, (struct text){0});
    }
    struct standing standing = {.state = &m->moved, .before = m->before, .at = m->desk->now};
    enum baku_status status = record_all(m, &decision);
    uint16_t stranded = status == BAKU_YES ? stranded_at(m) : NONE;
    if (stranded != NONE)
        return turn_down_stranded(m, stranded);
    return status == BAKU_YES ? standing_store(&standing, m->desk, &m->outcome) : status;
}

/* --- the answer --- */

/* What each step that is due will wait for: a document that only steps behind it make is not coming any more. */
static void put_lacks(struct report *report, struct moving *m, json_t *document)
{
    json_t *due = json_object_get(document, "due");
    for (size_t i = 0; i < m->outcome.row.n_due && m->outcome.turned.status == BAKU_YES; i++) {
        uint16_t step = sop_step(state_sop(&m->moved), path_name(m->outcome.row.due[i].path));
        put_lacking(report, m->desk, &m->moved, step, json_array_get(due, i));
    }
}

/* What will have to be brought by that revision, frame by frame; a case that stays has none. */
static json_t *to_bring(struct report *report, struct moving *m)
{
    json_t *array = json_array();
    bool moves = m->outcome.turned.status == BAKU_YES && m->moved.status == CASE_OPEN;
    for (uint16_t depth = 0; moves && depth <= m->moved.depth; depth++) {
        const struct sop *sop = m->moved.frames[depth].sop;
        struct documents documents = ahead_to_bring(&m->moved, depth, &m->desk->arena);
        struct text prefix = chronicle_prefix(&m->moved, depth, &m->desk->arena);
        for (uint16_t i = 0; i < documents.n; i++) {
            const struct document *document = &sop->documents[documents.at[i]];
            json_t *object = json_object();
            put(report, object, "document", json_text(script_path(&m->desk->arena, prefix, document->key)));
            put(report, object, "title", json_text(document->title));
            append(report, array, object);
        }
    }
    return array;
}

static struct text obstacle_path(struct moving *m, const struct obstacle *obstacle)
{
    const struct sop *sop = m->state.frames[obstacle->depth].sop;
    struct text key =
        obstacle->kind == OBSTACLE_DOCUMENT ? sop->documents[obstacle->number].key : sop->steps[obstacle->number].key;
    return script_path(&m->desk->arena, chronicle_prefix(&m->state, obstacle->depth, &m->desk->arena), key);
}

static json_t *obstacle_json(struct report *report, struct moving *m, const struct obstacle *obstacle)
{
    struct text path = obstacle_path(m, obstacle);
    struct text rest = text_of(obstacle_template(obstacle->kind, m->desk->baku->lang));
    struct buf message = BUF_INIT;
    json_t *object = json_object();
    while (rest.len) {
        buf_text(&message, text_cut(rest, '{', &rest));
        struct text hole = text_cut(rest, '}', &rest);
        if (text_eq(hole, TEXT("name")))
            buf_shown(&message, path, 200);
        else if (hole.len)
            buf_number(&message, m->revision.id);
    }
    put(report, object, "kind", json_string(obstacle_name(obstacle->kind)));
    put(report, object, "name", json_text(path));
    put(report, object, "message", json_buffer(report, &message));
    return object;
}

static enum baku_status answer(struct moving *m)
{
    struct report report = {0};
    json_t *document = outcome_json(&report, m->desk, &m->outcome), *obstacles = json_array();
    enum baku_status wanted = m->outcome.turned.status;
    for (size_t i = 0; i < m->n_obstacles; i++)
        append(&report, obstacles, obstacle_json(&report, m, &m->obstacles[i]));
    put_lacks(&report, m, document);
    put(&report, document, "from", json_integer(m->before.revision));
    put(&report, document, "to", json_integer(m->revision.id));
    put(&report, document, "dry_run", json_boolean(m->asked->dry_run));
    put(&report, document, "obstacles", obstacles);
    put(&report, document, "to_bring", to_bring(&report, m));
    if (report.failed || !document || m->desk->arena.failed) {
        json_decref(document);
        return desk_memory(m->desk);
    }
    return wanted == BAKU_YES && !m->asked->dry_run
               ? desk_commit_with(m->desk, &report, document)
               : answer_with(m->desk->baku, m->desk->answer, &report, document, wanted);
}

/* What is only looked at is carried out all the same, and given up: it says what a move would say. */
static enum baku_status go(struct moving *m)
{
    struct desk *desk = m->desk;
    enum baku_status status = desk_text(desk, m->asked->reason, "--reason");
    if (status == BAKU_YES)
        status = prepare(m);
    if (status == BAKU_YES)
        status = desk_begin(desk);
    if (status == BAKU_YES)
        status = desk_person(desk, m->asked->as);
    if (status == BAKU_YES)
        status = desk_administrator(desk);
    if (status == BAKU_YES)
        status = read_case(m);
    if (status == BAKU_YES)
        status = judge(m);
    if (status == BAKU_YES && m->outcome.turned.status == BAKU_YES)
        status = move_state(m);
    if (status == BAKU_YES && m->outcome.turned.status == BAKU_YES)
        status = carry_out(m);
    if (status != BAKU_YES)
        return status;
    if (m->asked->dry_run) {
        m->outcome.n_events = 0;
        m->outcome.row.version = m->before.version;
    }
    return answer(m);
}

enum baku_status baku_case_move(struct baku *baku, const char *id, const struct baku_moving *moving,
                                struct baku_answer *said)
{
    struct desk desk;
    struct moving m = {.desk = &desk, .id = id, .asked = moving};
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, said);
    return desk_close(&desk, status == BAKU_YES ? go(&m) : status);
}
