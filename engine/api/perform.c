#include "api/perform.h"

#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/nearest.h"
#include "model/number.h"
#include "run/script.h"
#include "run/state_bytes.h"
#include "world/clock.h"

/* A deed while it is carried out. */
struct performance {
    struct desk *desk;
    const struct act *act;
    struct outcome *outcome;
    struct state state;
    struct command command;
    const struct sop *sop; /* of the step that is meant, and */
    uint16_t step;         /* its number there; NONE: it has none, or is not where the case stands */
    struct contents contents;
    int64_t at; /* when it really was */
};

/* --- turning down --- */

static struct text keep(struct desk *desk, struct buf *words)
{
    char *copy = words->failed ? NULL : arena_copy(&desk->arena, words->at ? words->at : "", words->len);
    struct text text = {copy, copy ? words->len : 0};
    desk->arena.failed = desk->arena.failed || words->failed;
    buf_release(words);
    return text;
}

static void turn_down(struct performance *p, enum baku_status status, const struct denied *denied)
{
    struct buf words = BUF_INIT;
    struct turned *turned = &p->outcome->turned;
    denial_message(&words, denied, p->desk->baku->lang);
    turned->status = status;
    turned->kind = denial_kind(denied->denial);
    turned->message = keep(p->desk, &words);
    turned->step = text_of(p->act->step);
    if (p->step != NONE && p->sop->steps[p->step].actor != NONE) {
        turned->actor = p->sop->actors[p->sop->steps[p->step].actor].key;
        turned->actor_title = p->sop->actors[p->sop->steps[p->step].actor].title;
    }
}

/* A moment as people say it, by the case's clock. */
static struct text said_moment(struct performance *p, int64_t at)
{
    struct buf words = BUF_INIT;
    moment_say(&words, at - at % MS_A_MINUTE, definition_east(p->outcome->definition), p->desk->baku->lang);
    return keep(p->desk, &words);
}

static const char *refusal_kind(enum refusal_kind kind)
{
    static const char *const kinds[] = {
        "",
#define REFUSAL(name, id, en) #name,
#include "run/refusals.def"
#undef REFUSAL
    };
    return kinds[kind];
}

/* `NOT_DUE` as programs read it: `not-due`. */
static const char *programs_kind(struct desk *desk, enum refusal_kind kind)
{
    const char *name = refusal_kind(kind);
    char *copy = arena_copy(&desk->arena, name, strlen(name));
    for (char *at = copy; at && *at; at++)
        *at = *at == '_' ? '-' : (char)(*at + ('a' - 'A'));
    return copy ? copy : "";
}

static struct text refusal_words(struct desk *desk, enum refusal_kind kind, struct text step)
{
    struct buf words = BUF_INIT;
    const char *pattern = refusal_template(kind, desk->baku->lang);
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");
        buf_bytes(&words, pattern, plain);
        pattern += plain;
        if (*pattern) {
            buf_shown(&words, step, 200);
            pattern += strcspn(pattern, "}") + 1;
        }
    }
    return keep(desk, &words);
}

static struct lacking lacking_document(struct desk *desk, const struct state *state, const struct refusal *refusal,
                                       uint16_t document)
{
    const struct sop *sop = refusal->sop;
    bool callee = refusal->step != NONE && sop != state->frames[refusal->depth].sop;
    struct text prefix = chronicle_prefix(state, refusal->depth, &desk->arena);
    if (callee)
        prefix = script_path(&desk->arena, prefix, state->frames[refusal->depth].sop->steps[refusal->step].key);
    uint16_t maker = callee || refusal->step == NONE ? NONE : sop_maker(sop, refusal->step, document);
    struct lacking lacking = {.document = script_path(&desk->arena, prefix, sop->documents[document].key),
                              .title = sop->documents[document].title,
                              .given = sop->documents[document].given != GIVEN_NO};
    if (maker != NONE && sop->steps[maker].actor != NONE) {
        lacking.from_step = script_path(&desk->arena, prefix, sop->steps[maker].key);
        lacking.from_actor = sop->actors[sop->steps[maker].actor].key;
        lacking.from_title = sop->actors[sop->steps[maker].actor].title;
    }
    return lacking;
}

bool lacking_list(struct desk *desk, const struct state *state, const struct refusal *refusal, struct turned *turned)
{
    struct lacking *list = ARENA_ARRAY(&desk->arena, refusal->missing.n, struct lacking);
    for (uint16_t i = 0; list && i < refusal->missing.n; i++)
        list[i] = lacking_document(desk, state, refusal, refusal->missing.at[i]);
    turned->missing = list;
    turned->n_missing = list ? refusal->missing.n : 0;
    return list && !desk->arena.failed;
}

/* Where the step was dealt with already: by whom, and when. */
static enum baku_status look_for_first(struct performance *p)
{
    struct chronicle chronicle;
    const struct store_case *row = &p->outcome->row;
    enum baku_status status = chronicle_of(p->desk, p->outcome->definition, row, &chronicle);
    if (status != BAKU_YES)
        return status;
    const struct told_event *mover = chronicle_mover(&chronicle, text_of(p->act->step));
    if (!mover)
        return BAKU_YES;
    struct text by = desk_name_of(p->desk, mover->leaf.person);
    turn_down(p, BAKU_CONFLICT, &(struct denied){DENIAL_FIRST, by, said_moment(p, mover->leaf.occurred)});
    p->outcome->turned.first_by = by;
    p->outcome->turned.first_at = mover->leaf.occurred;
    return BAKU_YES;
}

static enum baku_status refused(struct performance *p, const struct refusal *refusal)
{
    struct turned *turned = &p->outcome->turned;
    turn_down(p, BAKU_NO, &(struct denied){0});
    turned->kind = programs_kind(p->desk, refusal->kind);
    turned->message = refusal_words(p->desk, refusal->kind, text_of(p->act->step));
    if (p->act->kind == COMMAND_START && refusal->kind == REFUSAL_MISSING)
        turned->message = text_of(p->desk->baku->lang == LANG_ID
                                      ? "perkara belum dapat dimulai, ada dokumen yang harus dibawa"
                                      : "the case cannot start yet, a document must be brought");
    if (refusal->sop && !lacking_list(p->desk, &p->state, refusal, turned))
        return desk_memory(p->desk);
    bool late = refusal->kind == REFUSAL_NOT_DUE || refusal->kind == REFUSAL_NOT_OPEN;
    return late && p->act->step ? look_for_first(p) : BAKU_YES;
}

/* --- what is meant --- */

enum baku_status case_of(struct desk *desk, const char *id, struct store_case *row)
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
        size_t skip = prefix.len ? prefix.len + 1 : 0;
        bool inside = path.len > skip && memcmp(path.at, prefix.len ? prefix.at : "", prefix.len) == 0 &&
                      (prefix.len == 0 || path.at[prefix.len] == '/');
        uint16_t step = inside ? sop_step(sop, (struct text){path.at + skip, path.len - skip}) : NONE;
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
        struct text prefix = chronicle_prefix(&p->state, d, &p->desk->arena);
        if (name.len > prefix.len && prefix.len && memcmp(name.at, prefix.at, prefix.len) == 0 &&
            name.at[prefix.len] == '/')
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
    for (uint16_t c = 0; c < call->n; c++) {
        if (script_chooses(p->sop, &call->callees[c], name)) {
            p->command.choice = c;
            buf_release(&list);
            return BAKU_YES;
        }
        buf_string(&list, c ? ", " : "");
        buf_text(&list, call->callees[c].name);
    }
    buf_string(&list, list.len ? "" : "–");
    struct error_facts facts = {.name = name, .other = buf_view(&list)};
    enum baku_status status = desk_error(p->desk, BAKU_UNKNOWN, ERROR_CASE_NO_CHOICE, facts);
    buf_release(&list);
    return status;
}

static enum baku_status find_command(struct performance *p)
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

/* --- who may --- */

static bool may(const struct performance *p)
{
    const struct store_person *person = &p->desk->person;
    if (p->act->kind == COMMAND_CANCEL)
        return permit_administration(person);
    if (p->step == NONE)
        return permit_sop(person, p->sop);
    uint16_t actor = p->sop->steps[p->step].actor;
    return actor != NONE && permit_actor(person, p->sop->actors[actor].key, p->sop->region->key);
}

/* Whom it takes: `verifikator (kaltim)`. */
static struct text who_may(struct performance *p)
{
    struct buf words = BUF_INIT;
    bool any = p->step == NONE || p->sop->steps[p->step].actor == NONE;
    if (p->act->kind == COMMAND_CANCEL)
        return ADMINISTRATOR;
    if (any)
        buf_string(&words, p->desk->baku->lang == LANG_ID ? "pelaksana SOP ini" : "an actor of this SOP");
    else
        buf_text(&words, p->sop->actors[p->sop->steps[p->step].actor].key);
    buf_string(&words, " (");
    buf_text(&words, p->sop->region->key);
    buf_string(&words, ")");
    return keep(p->desk, &words);
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

static const struct store_due *due_at(const struct store_case *row, struct text path)
{
    for (size_t i = 0; i < row->n_due; i++)
        if (text_eq(row->due[i].path, path))
            return &row->due[i];
    return NULL;
}

/* Not later than now, and not before the step fell due or the case began. */
static void judge_time(struct performance *p)
{
    const struct store_case *row = &p->outcome->row;
    const struct store_due *due = due_at(row, text_of(p->act->step));
    int64_t least = p->act->kind == COMMAND_START ? INT64_MIN : due ? due->since : row->started;
    if (p->at > p->desk->now)
        turn_down(p, BAKU_NO, &(struct denied){.denial = DENIAL_AT_LATER});
    else if (p->at < least)
        turn_down(p, BAKU_NO, &(struct denied){DENIAL_AT_EARLY, {0}, said_moment(p, least)});
}

/* --- what is handed over --- */

static const struct sop *callee_of(const struct performance *p)
{
    const struct call *call = &p->sop->steps[p->step].call;
    uint16_t choice = p->command.choice == CHOICE_NONE ? 0 : p->command.choice;
    return choice < call->n ? call->callees[choice].sop : NULL;
}

static enum baku_status take_contents(struct performance *p)
{
    struct hatch hatch = {.sop = p->sop, .set = p->sop->plan.given};
    struct denied denied = {0};
    if (p->act->kind == COMMAND_COMPLETE && p->sop->steps[p->step].call.n) {
        hatch.sop = callee_of(p);
        hatch.prefix = text_of(p->act->step);
        hatch.set = hatch.sop->plan.given;
    } else if (p->act->kind == COMMAND_COMPLETE) {
        hatch.set = p->sop->plan.gives[p->command.answer == ANSWER_TIDAK] +
                    (size_t)p->step * p->sop->plan.document_words;
        hatch.prefix = chronicle_prefix(&p->state, p->command.depth, &p->desk->arena);
    } else if (p->act->kind == COMMAND_HAND) {
        hatch.prefix = chronicle_prefix(&p->state, p->command.depth, &p->desk->arena);
    } else if (p->act->kind != COMMAND_START) {
        return BAKU_YES;
    }
    enum baku_status status = contents_take(p->desk, &hatch, p->act->deed, p->act->bytes, &p->contents, &denied);
    if (status == BAKU_YES && denied.denial)
        turn_down(p, BAKU_NO, &denied);
    bool plain = p->act->kind == COMMAND_COMPLETE && !p->sop->steps[p->step].call.n;
    p->command.documents = plain ? (struct documents){0} : p->contents.documents;
    return status;
}

/* --- recording --- */

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
    before = due_at(&p->outcome->row, due->path);
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
    row->state = keep(desk, &bytes);
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

static enum baku_status record_all(struct performance *p, const struct decision *decision)
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

/* --- the road --- */

static enum baku_status start_row(struct performance *p)
{
    struct desk *desk = p->desk;
    struct outcome *outcome = p->outcome;
    struct store_revision revision;
    struct error_facts facts = {.name = text_of(p->act->sop)};
    enum store_status found = store_revision_at(desk->store, facts.name, desk->now, &revision, &desk->arena);
    if (found == STORE_ABSENT)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_NOT_PUBLISHED, facts);
    enum baku_status status = desk_check(desk, found);
    if (status == BAKU_YES)
        status = definition_of(desk, revision.id, &outcome->definition);
    if (status != BAKU_YES)
        return status;
    outcome->row = (struct store_case){.revision = revision.id,
                                       .sop = outcome->definition->sop->name,
                                       .region = outcome->definition->sop->region->key,
                                       .key = p->act->case_key,
                                       .ended = STORE_NO_TIME};
    return state_init(&p->state, &desk->arena, outcome->definition->sop) ? BAKU_YES : desk_memory(desk);
}

static enum baku_status read_row(struct performance *p)
{
    struct outcome *outcome = p->outcome;
    if (p->act->kind == COMMAND_START)
        return start_row(p);
    enum baku_status status = case_of(p->desk, p->act->id, &outcome->row);
    if (status == BAKU_YES)
        status = definition_of(p->desk, outcome->row.revision, &outcome->definition);
    if (status != BAKU_YES)
        return status;
    enum state_verdict verdict =
        state_decode(outcome->row.state, outcome->definition->sop, &p->desk->arena, &p->state);
    if (verdict == STATE_MALFORMED)
        return desk_error(p->desk, BAKU_FAILED, ERROR_BAD_LOG, (struct error_facts){.name = text_of(p->act->id)});
    return verdict == STATE_OK ? BAKU_YES : desk_memory(p->desk);
}

static enum baku_status decide_and_record(struct performance *p)
{
    struct decision decision = {.arena = &p->desk->arena};
    enum verdict verdict = decide(&p->state, &p->command, &decision);
    if (verdict == VERDICT_MEMORY)
        return desk_memory(p->desk);
    if (verdict == VERDICT_REFUSED)
        return refused(p, &decision.refusal);
    if (p->act->kind == COMMAND_START) {
        p->outcome->row.id = p->desk->head.cases + 1;
        p->outcome->row.started = p->at;
        p->desk->head.cases++;
    }
    return record_all(p, &decision);
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
    if (status == BAKU_YES)
        status = read_time(&p);
    if (status == BAKU_YES)
        status = find_command(&p);
    if (status != BAKU_YES)
        return status;
    if (!may(&p)) {
        turn_down(&p, BAKU_DENIED, &(struct denied){DENIAL_NOT_PERMITTED, desk->person.name, who_may(&p)});
        return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
    }
    if (is_due(&p)) {
        judge_time(&p);
        status = outcome->turned.status ? BAKU_YES : take_contents(&p);
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
    const char *const strings[] = {act->sop,   act->id,    act->step,    deed->as,    deed->at,
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
    if (memcmp(request.command.bytes, command->bytes, DIGEST_SIZE) != 0)
        return desk_error(desk, BAKU_CONFLICT, ERROR_KEY_OTHER, (struct error_facts){.name = key});
    struct report report = {0};
    json_t *document = json_loadb(request.answer.at, request.answer.len, 0, NULL);
    return answer_with(desk->baku, desk->answer, &report, document, BAKU_YES);
}

/* Keeps the answer under the deed's key. */
static enum baku_status remember(struct desk *desk, const struct act *act, const struct digest *command,
                                 const json_t *document)
{
    char *text = json_dumps(document, JSON_COMPACT);
    struct store_request request = {text_of(act->deed->key), *command, text_of(text)};
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
        status = remember(desk, act, command, document);
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
    return definition_loaded(desk->baku, revision) ? BAKU_YES : definition_of(desk, revision, &definition);
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
    enum baku_status status = case_of(desk, act->id, &row);
    return status == BAKU_YES ? load_once(desk, row.revision) : status;
}

/* Are all free texts of the deed such that they can be kept and shown? */
static enum baku_status check_texts(struct desk *desk, const struct baku_deed *deed)
{
    const struct {
        const char *text, *option;
    } all[] = {{deed->title, "--title"}, {deed->note, "--note"}, {deed->reason, "--reason"}, {deed->key, "--key"}};
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; i < sizeof all / sizeof *all && status == BAKU_YES; i++)
        status = desk_text(desk, all[i].text, all[i].option);
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
