#include "api/performance.h"
#include "api/standing.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "model/number.h"
#include "run/state_bytes.h"
#include "world/clock.h"

/* --- who may --- */

static bool may(const struct performance *p, const struct store_person *person)
{
    if (p->act->kind == COMMAND_CANCEL)
        return permit_administration(person);
    if (p->step == NONE)
        return permit_sop(person, p->sop);
    uint16_t actor = p->sop->steps[p->step].actor;
    return actor != NONE && permit_actor(person, p->sop->actors[actor].key, p->sop->region->key);
}

/* How somebody gets the duty that nobody has. */
static void put_addition(struct performance *p, struct buf *words)
{
    bool indonesian = p->desk->baku->lang == LANG_ID;
    bool any = p->step == NONE || p->sop->steps[p->step].actor == NONE;
    buf_string(words, indonesian
                          ? "; tidak ada yang bertugas, administrator menambahkan: baku user add NAMA --actor "
                          : "; nobody has this duty, an administrator adds somebody: baku user add NAME --actor ");
    if (any)
        buf_string(words, indonesian ? "PELAKSANA" : "ACTOR");
    else
        buf_text(words, p->sop->actors[p->sop->steps[p->step].actor].key);
    buf_string(words, " --region ");
    buf_text(words, p->sop->region->key);
    buf_string(words, " --as ADMINISTRATOR");
}

/* The first of those who may, whom to ask, and how many more; or that there is nobody. */
static enum baku_status put_others(struct performance *p, struct buf *words)
{
    enum { MOST = 5 };
    struct store_people people = {0};
    bool indonesian = p->desk->baku->lang == LANG_ID;
    enum baku_status status;
    int64_t n = 0;
    do {
        status = desk_people(p->desk, &people);
        for (size_t i = 0; status == BAKU_YES && i < people.n; i++) {
            if (!may(p, &people.at[i]) || n++ >= MOST)
                continue;
            buf_string(words, n > 1 ? ", " : indonesian ? "; yang bertugas: " : "; who may: ");
            buf_text(words, people.at[i].name);
        }
    } while (status == BAKU_YES && people.n);
    if (n > MOST) {
        buf_string(words, indonesian ? ", dan " : ", and ");
        buf_number(words, n - MOST);
        buf_string(words, indonesian ? " lainnya" : " more");
    } else if (n == 0) {
        put_addition(p, words);
    }
    return status;
}

/* Whom it takes: `verifikator (kaltim); yang bertugas: rudi`. */
static enum baku_status who_may(struct performance *p, struct text *who)
{
    struct buf words = BUF_INIT;
    bool any = p->step == NONE || p->sop->steps[p->step].actor == NONE, cancels = p->act->kind == COMMAND_CANCEL;
    if (cancels)
        buf_text(&words, ADMINISTRATOR);
    else if (any)
        buf_string(&words, p->desk->baku->lang == LANG_ID ? "pelaksana SOP ini" : "an actor of this SOP");
    else
        buf_text(&words, p->sop->actors[p->sop->steps[p->step].actor].key);
    buf_string(&words, cancels ? "" : " (");
    buf_text(&words, cancels ? (struct text){0} : p->sop->region->key);
    buf_string(&words, cancels ? "" : ")");
    enum baku_status status = put_others(p, &words);
    *who = desk_keep(p->desk, &words);
    return status;
}

static enum baku_status deny(struct performance *p)
{
    struct text who;
    enum baku_status status = who_may(p, &who);
    performance_turn_down(p, BAKU_DENIED, &(struct denied){DENIAL_NOT_PERMITTED, p->desk->person.name, who});
    return status == BAKU_YES && p->desk->arena.failed ? desk_memory(p->desk) : status;
}

/* --- when --- */

static enum baku_status read_time(struct performance *p)
{
    const char *at = p->act->deed->at;
    p->at = p->desk->now;
    if (!at)
        return BAKU_YES;
    if (moment_read(text_of(at), definition_east(p->outcome->definition), &p->at) != MOMENT_OK)
        return desk_error(p->desk, BAKU_UNKNOWN, ERROR_AT_BAD, (struct error_facts){.name = text_of(at)});
    return BAKU_YES;
}

/* A time that is told to the minute, or to the second, may be any moment of it: where `least` is one, that. */
static void reach_moment(struct performance *p, int64_t least)
{
    const char *at = p->act->deed->at;
    if (at && p->at < least && least <= p->desk->now && least - p->at < moment_span(text_of(at)))
        p->at = p->command.at = least;
}

/* Said as exactly as the deed's own time was told. */
static struct text least_moment(struct performance *p, int64_t least)
{
    const char *at = p->act->deed->at;
    struct buf words = BUF_INIT;
    int64_t span = at ? moment_span(text_of(at)) : MS_A_MINUTE;
    if (span == MS_A_MINUTE)
        return outcome_moment(p->desk, p->outcome, least);
    moment_say(&words, least - least % span, definition_east(p->outcome->definition), p->desk->baku->lang);
    return desk_keep(p->desk, &words);
}

static void not_before(int64_t *least, const struct told_event *told)
{
    if (told && told->number && told->leaf.occurred > *least)
        *least = told->leaf.occurred;
}

/* Only what is entered later can be said to have been before: a case is not given up before what was done in it, and no
 * step is done before its inputs were there. */
static enum baku_status find_least(struct performance *p, int64_t *least)
{
    struct chronicle chronicle;
    bool cancels = p->act->kind == COMMAND_CANCEL, completes = p->act->kind == COMMAND_COMPLETE;
    if (!p->act->deed->at || !(cancels || completes))
        return BAKU_YES;
    enum baku_status status = chronicle_of(p->desk, p->outcome->definition, &p->outcome->row, &chronicle);
    for (size_t i = 0; cancels && status == BAKU_YES && i < chronicle.n; i++)
        not_before(least, &chronicle.at[i]);
    const struct refs inputs = completes ? p->sop->steps[p->step].inputs : (struct refs){0};
    for (size_t i = 0; status == BAKU_YES && i < inputs.n; i++) {
        uint64_t record = state_records(&p->state, p->state.depth)[inputs.at[i].document];
        if (bits_has(state_hand(&p->state, p->state.depth), inputs.at[i].document))
            not_before(least, chronicle_event(&chronicle, (uint32_t)record));
    }
    return status;
}

/* Not later than now, and not before the step fell due or the case began. */
static enum baku_status judge_time(struct performance *p)
{
    const struct store_due *due = due_at(&p->outcome->row, text_of(p->act->step));
    int64_t least = p->act->kind == COMMAND_START ? INT64_MIN : due ? due->since : p->outcome->row.started;
    enum baku_status status = find_least(p, &least);
    if (status != BAKU_YES)
        return status;
    reach_moment(p, least);
    if (p->at > p->desk->now)
        performance_turn_down(p, BAKU_NO, &(struct denied){.denial = DENIAL_AT_LATER});
    else if (p->at < least)
        performance_turn_down(p, BAKU_NO, &(struct denied){DENIAL_AT_EARLY, {0}, least_moment(p, least)});
    return BAKU_YES;
}

/* --- the road --- */

/* It is published, and its day has not come; by the clock of its region. */
static enum baku_status not_yet(struct performance *p, int64_t begins)
{
    struct store_revision first = {0};
    struct definition *definition;
    struct buf words = BUF_INIT;
    struct error_facts facts = {.name = text_of(p->act->sop)};
    enum store_status found = store_revision_at(p->desk->store, facts.name, begins, &first, &p->desk->arena);
    enum baku_status status = desk_found(p->desk, found);
    if (status == BAKU_YES)
        status = definition_find(p->desk, first.id, &definition);
    if (status != BAKU_YES)
        return status;
    moment_say(&words, begins, definition_east(definition), p->desk->baku->lang);
    facts.other = desk_keep(p->desk, &words);
    return p->desk->arena.failed ? desk_memory(p->desk) : desk_error(p->desk, BAKU_UNKNOWN, ERROR_NOT_YET, facts);
}

/* No revision is in force: is another SOP meant? */
static enum baku_status not_in_force(struct performance *p)
{
    struct desk *desk = p->desk;
    struct store_revisions page = {0};
    struct error_facts facts = {.name = text_of(p->act->sop)};
    struct nearest nearest = nearest_to(facts.name);
    int64_t begins = STORE_NO_TIME, after = 0;
    do {
        enum baku_status status =
            desk_check(desk, store_revisions(desk->store, (struct text){0}, after, &page, &desk->arena));
        if (status != BAKU_YES)
            return status;
        for (size_t i = 0; i < page.n; i++) {
            after = page.at[i].id;
            nearest_try(&nearest, page.at[i].sop);
            if (text_eq(page.at[i].sop, facts.name) && page.at[i].from < begins)
                begins = page.at[i].from;
        }
    } while (page.n);
    if (begins != STORE_NO_TIME)
        return not_yet(p, begins);
    facts.near = nearest.best;
    return desk_error(desk, BAKU_UNKNOWN, ERROR_NOT_IN_FORCE, facts);
}

static enum baku_status take_revision(struct performance *p, int64_t at, enum store_status *found)
{
    struct store_revision revision;
    struct outcome *outcome = p->outcome;
    *found = store_revision_at(p->desk->store, text_of(p->act->sop), at, &revision, &p->desk->arena);
    enum baku_status status = *found == STORE_ABSENT ? BAKU_YES : desk_check(p->desk, *found);
    if (status == BAKU_YES && *found == STORE_OK)
        status = definition_of(p->desk, revision.id, &outcome->definition);
    return status;
}

/* The first moment at which a revision of the SOP was law. */
static enum baku_status first_law(struct performance *p, int64_t *first)
{
    struct desk *desk = p->desk;
    struct store_revisions page;
    enum baku_status status;
    int64_t after = 0;
    *first = INT64_MAX;
    do {
        status = desk_check(desk, store_revisions(desk->store, text_of(p->act->sop), after, &page, &desk->arena));
        for (size_t i = 0; status == BAKU_YES && i < page.n; i++) {
            after = page.at[i].id;
            *first = page.at[i].from < *first ? page.at[i].from : *first;
        }
    } while (status == BAKU_YES && page.n);
    return status;
}

/* The revision that was law when the case really began; turned down where none was yet. The time is read by the clock
 * of the one that is law now, then by its own. */
static enum baku_status take_revision_then(struct performance *p)
{
    enum store_status found;
    int64_t first;
    enum baku_status status = read_time(p);
    if (status == BAKU_YES)
        status = take_revision(p, p->at, &found);
    if (status == BAKU_YES && found == STORE_OK)
        return read_time(p);
    if (status == BAKU_YES)
        status = first_law(p, &first);
    if (status != BAKU_YES)
        return status;
    reach_moment(p, first);
    if (p->at >= first)
        return take_revision(p, p->at, &found);
    performance_turn_down(p, BAKU_NO,
                          &(struct denied){DENIAL_NOT_LAW_YET, {0}, outcome_moment(p->desk, p->outcome, first)});
    return BAKU_YES;
}

static enum baku_status start_row(struct performance *p)
{
    struct outcome *outcome = p->outcome;
    enum store_status found;
    enum baku_status status = take_revision(p, p->desk->now, &found);
    p->at = p->desk->now;
    if (status == BAKU_YES && found == STORE_ABSENT)
        return not_in_force(p);
    if (status == BAKU_YES && p->act->deed->at)
        status = take_revision_then(p);
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
        status = read_time(&p);
    if (status == BAKU_YES && !outcome->turned.status)
        status = performance_find(&p);
    if (status != BAKU_YES || outcome->turned.status)
        return desk->arena.failed && status == BAKU_YES ? desk_memory(desk) : status;
    if (!may(&p, &desk->person))
        return deny(&p);
    if (is_due(&p)) {
        status = judge_time(&p);
        if (status == BAKU_YES && !outcome->turned.status)
            status = performance_take(&p);
    }
    if (status != BAKU_YES || outcome->turned.status)
        return desk->arena.failed && status == BAKU_YES ? desk_memory(desk) : status;
    return decide_and_record(&p);
}

/* --- the answer, and retried deeds --- */

static void put_string(struct buf *to, const char *string) { number_put_text(to, text_of(string)); }

/* What a deed is, all of it: the same key with another one is a conflict. */
static enum baku_status digest_act(struct desk *desk, const struct act *act, struct digest *digest)
{
    const struct baku_deed *deed = act->deed;
    struct buf bytes = BUF_INIT;
    const char *const strings[] = {act->sop,   act->id,     act->step,    deed->as,    deed->at,
                                   deed->note, deed->title, deed->choose, deed->reason};
    number_put(&bytes, act->kind);
    number_put(&bytes, deed->answer);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        put_string(&bytes, strings[i]);
    for (size_t i = 0; i < deed->n_documents; i++) {
        put_string(&bytes, deed->documents[i].document);
        number_put(&bytes, deed->documents[i].text || deed->documents[i].file);
        number_put_text(&bytes, act->bytes[i]);
    }
    bool good = !bytes.failed;
    if (good)
        *digest = digest_of(buf_view(&bytes));
    buf_release(&bytes);
    return good ? BAKU_YES : desk_memory(desk);
}

/* What was said with the events of an answer, unless it was erased since. */
static enum baku_status say_again(struct desk *desk, struct report *report, json_t *document)
{
    int64_t id = json_integer_value(json_object_get(document, "case"));
    size_t i;
    json_t *event;
    json_array_foreach (json_object_get(document, "events"), i, event) {
        int64_t seq = json_integer_value(json_object_get(event, "seq"));
        struct told_event told;
        enum baku_status status = chronicle_read(desk, id, seq, &told);
        if (status != BAKU_YES)
            return status;
        put(report, event, "note", json_text_or_null(told.note));
        put(report, event, "reason", json_text_or_null(told.reason));
    }
    return BAKU_YES;
}

/* Gives the answer of the first time where the key was used; `*known` then. */
static enum baku_status recall(struct desk *desk, const struct act *act, const struct digest *command, bool *known)
{
    struct store_request request;
    struct text key = text_of(act->deed->key);
    enum store_status found = store_request(desk->store, key, &request, &desk->arena);
    *known = found == STORE_OK;
    if (found == STORE_ABSENT)
        return BAKU_YES;
    enum baku_status status = desk_check(desk, found);
    if (status != BAKU_YES)
        return status;
    static const struct digest forgotten;
    if (!digest_eq(&request.command, command) && !digest_eq(&request.command, &forgotten))
        return desk_error(desk, BAKU_CONFLICT, ERROR_KEY_OTHER, (struct error_facts){.name = key});
    struct report report = {0};
    json_t *document = json_loadb(request.answer.at, request.answer.len, 0, NULL);
    if (!document && request.answer.len)
        return desk_error(desk, BAKU_FAILED, ERROR_STORE_DAMAGED,
                          (struct error_facts){.name = text_of(desk->baku->store_path)});
    status = say_again(desk, &report, document);
    if (status == BAKU_YES)
        return answer_with(desk->baku, desk->answer, &report, document, BAKU_YES);
    json_decref(document);
    return status;
}

/* Keeps the answer under the deed's key, but for what people said: that is beside the log, where it can be erased. */
static enum baku_status remember(struct desk *desk, const struct act *act, const struct digest *command,
                                 const struct outcome *outcome)
{
    struct report report = {0};
    json_t *document = outcome_json(&report, desk, outcome), *event;
    size_t i;
    json_array_foreach (json_object_get(document, "events"), i, event) {
        put(&report, event, "note", json_null());
        put(&report, event, "reason", json_null());
    }
    char *text = report.failed ? NULL : json_dumps(document, JSON_COMPACT);
    json_decref(document);
    struct store_request request = {text_of(act->deed->key), outcome->row.id, *command, text_of(text)};
    enum baku_status status = text ? desk_check(desk, store_request_add(desk->store, &request)) : desk_memory(desk);
    free(text);
    return status;
}

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
        status = remember(desk, act, command, outcome);
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
        status = digest_act(desk, act, &command);
    }
    if (status == BAKU_YES)
        status = prepare(desk, act);
    if (status == BAKU_YES)
        status = desk_begin(desk);
    if (status == BAKU_YES)
        status = desk_person(desk, act->deed->as);
    if (status == BAKU_YES && act->deed->key)
        status = recall(desk, act, &command, &known);
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
