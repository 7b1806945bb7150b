#include "api/performance.h"
#include "api/retried.h"
#include "run/state_bytes.h"
#include "world/clock.h"

static enum baku_status start_row(struct performance *p)
{
    struct outcome *outcome = p->outcome;
    enum baku_status status = performance_take_law(p);
    if (status != BAKU_YES)
        return status;
    outcome->row = (struct store_case){.revision = outcome->definition->revision,
                                       .sop = outcome->definition->sop->name,
                                       .region = outcome->definition->sop->region->key,
                                       .key = p->act->case_key,
                                       .ended = STORE_NO_TIME};
    return state_init(&p->state, &p->desk->arena, outcome->definition->sop) ? BAKU_YES : desk_memory(p->desk);
}

static enum baku_status read_row(struct performance *p)
{
    struct outcome *outcome = p->outcome;
    if (p->act->kind == COMMAND_START)
        return start_row(p);
    enum baku_status status = case_named(p->desk, p->act->id, &outcome->row);
    if (status == BAKU_YES)
        status = definition_of(p->desk, outcome->row.revision, &outcome->definition);
    if (status != BAKU_YES)
        return status;
    enum state_verdict verdict = state_decode(outcome->row.state, outcome->definition->sop, &p->desk->arena, &p->state);
    if (verdict == STATE_MALFORMED)
        return desk_bad_log(p->desk, outcome->row.id);
    return verdict == STATE_OK ? BAKU_YES : desk_memory(p->desk);
}

static enum baku_status decide_and_record(struct performance *p)
{
    struct decision decision = {.arena = &p->desk->arena};
    enum verdict verdict = decide(&p->state, &p->command, &decision);
    if (verdict == VERDICT_MEMORY)
        return desk_memory(p->desk);
    if (verdict == VERDICT_REFUSED)
        return performance_refused(p, &decision.refusal);
    if (p->act->kind == COMMAND_START) {
        p->outcome->row.id = p->desk->head.cases + 1;
        p->outcome->row.started = p->at;
        p->desk->head.cases++;
    }
    return performance_record(p, &decision);
}

/* Which steps are not due is told before what they might hand over is looked at. */
static bool is_due(const struct performance *p)
{
    if (p->act->kind != COMMAND_COMPLETE)
        return true;
    return p->state.status == CASE_OPEN && p->command.depth == p->state.depth &&
           bits_has(state_due(&p->state, p->state.depth), p->command.step);
}

enum baku_status perform_within(struct desk *desk, const struct act *act, struct outcome *outcome)
{
    struct performance p = {.desk = desk, .act = act, .outcome = outcome, .step = NONE};
    *outcome = (struct outcome){.turned = {.first_at = STORE_NO_TIME}};
    enum baku_status status = read_row(&p);
    if (status == BAKU_YES && act->kind != COMMAND_START)
        status = performance_read_time(&p);
    if (status == BAKU_YES && !outcome->turned.status)
        status = performance_find(&p);
    if (status != BAKU_YES || outcome->turned.status)
        return desk->arena.failed && status == BAKU_YES ? desk_memory(desk) : status;
    if (!performance_may(&p))
        return performance_deny(&p);
    if (is_due(&p)) {
        status = performance_judge_time(&p);
        if (status == BAKU_YES && !outcome->turned.status)
            status = performance_take(&p);
    }
    if (status != BAKU_YES || outcome->turned.status)
        return desk->arena.failed && status == BAKU_YES ? desk_memory(desk) : status;
    return decide_and_record(&p);
}

/* --- the answer --- */

static enum baku_status answer_outcome(struct desk *desk, const struct act *act, const struct digest *command,
                                       const struct outcome *outcome)
{
    struct report report = {0};
    json_t *document = outcome_json(&report, desk, outcome);
    enum baku_status wanted = outcome->turned.status, status = BAKU_YES;
    if (report.failed || !document || desk->arena.failed) {
        json_decref(document);
        return desk_memory(desk);
    }
    if (wanted == BAKU_YES && act->deed->key)
        status = retried_remember(desk, act, command, outcome);
    if (status != BAKU_YES) {
        json_decref(document);
        return status;
    }
    return wanted == BAKU_YES ? desk_commit_with(desk, &report, document)
                              : answer_with(desk->baku, desk->answer, &report, document, wanted);
}

static enum baku_status load_once(struct desk *desk, int64_t revision)
{
    struct definition *definition;
    return definition_loaded(desk->baku, revision) ? BAKU_YES : definition_find(desk, revision, &definition);
}

enum baku_status perform_prepare(struct desk *desk, const char *sop)
{
    struct store_revision revision;
    enum store_status found = store_revision_at(desk->store, text_of(sop), clock_now(), &revision, &desk->arena);
    enum baku_status status = found == STORE_ABSENT ? BAKU_YES : desk_check(desk, found);
    return found == STORE_OK && status == BAKU_YES ? load_once(desk, revision.id) : status;
}

static enum baku_status prepare(struct desk *desk, const struct act *act)
{
    struct store_case row;
    if (act->kind == COMMAND_START)
        return perform_prepare(desk, act->sop);
    enum baku_status status = case_named(desk, act->id, &row);
    return status == BAKU_YES ? load_once(desk, row.revision) : status;
}

/* Are all free texts of the deed such that they can be kept and shown? */
static enum baku_status check_texts(struct desk *desk, const struct baku_deed *deed)
{
    enum baku_status status = desk_line(desk, deed->title, "--title");
    if (deed->key && !*deed->key)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_KEY_EMPTY, (struct error_facts){0});
    if (status == BAKU_YES)
        status = desk_line(desk, deed->key, "--key");
    if (status == BAKU_YES)
        status = desk_text(desk, deed->note, "--note");
    if (status == BAKU_YES)
        status = desk_text(desk, deed->reason, "--reason");
    return status;
}

static enum baku_status go(struct desk *desk, struct act *act)
{
    struct text *bytes;
    struct digest command = {{0}};
    struct outcome outcome;
    bool known = false;
    enum baku_status status = check_texts(desk, act->deed);
    if (status == BAKU_YES)
        status = contents_read(desk, act->deed, &bytes);
    if (status == BAKU_YES) {
        act->bytes = bytes;
        status = retried_digest(desk, act, &command);
    }
    if (status == BAKU_YES)
        status = prepare(desk, act);
    if (status == BAKU_YES)
        status = desk_begin(desk);
    if (status == BAKU_YES)
        status = desk_person(desk, act->deed->as);
    if (status == BAKU_YES && act->deed->key)
        status = retried_recall(desk, act, &command, &known);
    if (status != BAKU_YES || known)
        return status;
    status = perform_within(desk, act, &outcome);
    return status == BAKU_YES ? answer_outcome(desk, act, &command, &outcome) : status;
}

enum baku_status perform(struct baku *baku, const struct act *act, struct baku_answer *answer)
{
    struct desk desk;
    struct act asked = *act;
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, answer);
    if (status == BAKU_YES)
        status = go(&desk, &asked);
    return desk_close(&desk, status);
}
