#include "api/trace.h"

static json_t *json_documents(struct report *report, const struct sop *sop, struct documents list)
{
    json_t *array = json_array();
    for (uint16_t i = 0; i < list.n; i++) { /* without a SOP the list is empty */
        json_t *document = json_object();
        put(report, document, "document", json_text(sop->documents[list.at[i]].key));
        put(report, document, "title", json_text(sop->documents[list.at[i]].title));
        append(report, array, document);
    }
    return array;
}

static json_t *json_waived(struct report *report, const struct move *move)
{
    json_t *array = json_documents(report, move->sop, move->waived);
    for (uint16_t i = 0; i < move->waived.n && !report->failed; i++) {
        const struct waiver *waiver = sop_waived_input(move->sop, move->step, move->waived.at[i]);
        put(report, json_array_get(array, i), "finding", json_string(finding_row(waiver->code)->code));
        put(report, json_array_get(array, i), "reason", json_text(waiver->reason));
    }
    return array;
}

static const char *move_name(enum event_kind kind)
{
    switch (kind) {
    case EVENT_COMPLETED:
        return "completed";
    case EVENT_ENTERED:
        return "entered";
    case EVENT_LEFT:
        return "left";
    case EVENT_SKIPPED:
        return "skipped";
    case EVENT_EXPIRED:
        return "expired";
    case EVENT_STARTED:
    case EVENT_HANDED:
    case EVENT_CANCELLED:
    case EVENT_ENDED:
    case EVENT_KINDS:
        break;
    }
    return "other";
}

static json_t *json_answer(enum answer answer)
{
    return answer == ANSWER_NONE ? json_null() : json_string(answer == ANSWER_YA ? "ya" : "tidak");
}

/* Where a case went, for a person: the step that a Tidak or an `expired` led to. */
static json_t *json_went(const struct move *move)
{
    uint16_t to = NONE;
    if (move->kind == EVENT_EXPIRED)
        to = move->sop->plan.expired[move->step];
    else if (move->answer == ANSWER_TIDAK)
        to = move->sop->plan.goes[1][move->step];
    if (to == NONE)
        return json_null();
    return to == STEP_END ? json_string("end") : json_text(move->sop->steps[to].key);
}

static void put_details(struct report *report, json_t *object, const struct move *move)
{
    const struct step *step = &move->sop->steps[move->step];
    const struct actor *actor = step->actor == NONE ? NULL : &move->sop->actors[step->actor];
    put(report, object, "kind", json_string(move_name(move->kind)));
    put(report, object, "depth", json_integer(move->depth));
    put(report, object, "actor_title", actor ? json_text(actor->title) : json_null());
    put(report, object, "question", json_text_or_null(step->question));
    put(report, object, "duration", json_duration(report, step->duration));
    put(report, object, "duration_text", json_text_or_null(step->duration_text));
    put(report, object, "calendar_time", json_boolean(step->duration.sort == DURATION_WALL));
    put(report, object, "visit", json_integer(move->visit));
    put(report, object, "went", json_went(move));
    put(report, object, "handed", json_documents(report, move->sop, move->handed));
    put(report, object, "waived", json_waived(report, move));
    put(report, object, "out", json_documents(report, move->sop, move->out));
    put(report, object, "inside", json_boolean(step->inside != NONE));
    put(report, object, "brought", json_documents(report, move->callee, move->brought));
    put(report, object, "callee", move->callee ? json_text(move->callee->name) : json_null());
    put(report, object, "callee_title", move->callee ? json_text(move->callee->title) : json_null());
}

static json_t *json_elapsed(struct report *report, const struct elapsed *elapsed)
{
    struct duration work = elapsed->work;
    work.sort = DURATION_WORK;
    return json_duration(report, work);
}

/* A person reads no more of a case than this; programs get all, but without the details. */
enum { MOVES_SHOWN = 300 };

static size_t completed(const struct play *play)
{
    size_t n = 0;
    for (size_t i = 0; i < play->n_moves; i++)
        n += play->moves[i].kind == EVENT_COMPLETED;
    return n;
}

static json_t *json_moves(struct report *report, const struct play *play, bool details)
{
    json_t *array = json_array();
    for (size_t i = 0; i < play->n_moves && !report->failed; i++) {
        const struct move *move = &play->moves[i];
        if (details ? i >= MOVES_SHOWN : move->kind != EVENT_COMPLETED)
            continue;
        uint16_t actor = move->sop->steps[move->step].actor;
        json_t *object = json_object();
        put(report, object, "step", json_text(move->path));
        put(report, object, "actor", actor == NONE ? json_null() : json_text(move->sop->actors[actor].key));
        put(report, object, "answer", json_answer(move->answer));
        put(report, object, "elapsed", json_elapsed(report, &move->elapsed));
        if (details)
            put_details(report, object, move);
        append(report, array, object);
    }
    return array;
}

static json_t *json_missed(struct report *report, const struct missed *missed, bool details)
{
    json_t *object = json_object();
    put(report, object, "document", json_text(missed->document));
    put(report, object, "from_step", json_text_or_null(missed->from_step));
    put(report, object, "from_actor", json_text_or_null(missed->from_actor));
    if (details) {
        put(report, object, "title", json_text(missed->title));
        put(report, object, "from_title", json_text_or_null(missed->from_title));
        put(report, object, "given", json_boolean(missed->given));
    }
    return object;
}

static json_t *json_refused(struct report *report, const struct play *play, enum lang lang, bool details)
{
    json_t *array = json_array();
    for (size_t i = 0; i < play->n_refused; i++) {
        const struct refused *refused = &play->refused[i];
        json_t *object = json_object(), *missing = json_array();
        for (size_t k = 0; k < refused->n_missing; k++)
            append(report, missing, json_missed(report, &refused->missing[k], details));
        put(report, object, "step", json_text_or_null(refused->path));
        put(report, object, "missing", missing);
        if (details) {
            put(report, object, "at_start", json_boolean(refused->at_start));
            put(report, object, "actor", json_text_or_null(refused->actor));
            put(report, object, "actor_title", json_text_or_null(refused->actor_title));
            put(report, object, "template", json_string(refusal_template(refused->kind, lang)));
        }
        append(report, array, object);
    }
    return array;
}

static json_t *json_in_hand(struct report *report, const struct play *play)
{
    const uint64_t *hand = state_hand(&play->state, 0);
    json_t *array = json_array();
    for (uint16_t d = 0; d < play->sop->n_documents; d++)
        if (bits_has(hand, d))
            append(report, array, json_text(play->sop->documents[d].key));
    return array;
}

/* A final product, or what a step hands over that leads to the end (language: Values). */
static bool is_result(const struct sop *sop, uint16_t document)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if ((sop->plan.goes[0][s] == STEP_END && refs_name(&sop->steps[s].outputs, document)) ||
            (sop->plan.goes[1][s] == STEP_END && refs_name(&sop->steps[s].tidak_outputs, document)))
            return true;
    return sop->documents[document].result;
}

/* The results that were handed over: what the case was for. */
static json_t *json_results(struct report *report, const struct play *play)
{
    const uint64_t *hand = state_hand(&play->state, 0);
    json_t *array = json_array();
    for (uint16_t d = 0; play->ended && d < play->sop->n_documents; d++)
        if (bits_has(hand, d) && is_result(play->sop, d))
            append(report, array, json_text(play->sop->documents[d].title));
    return array;
}

json_t *trace_json(struct report *report, const struct play *play, const struct baku *baku)
{
    json_t *document = json_object();
    put(report, document, "sop", json_text(play->sop->name));
    put(report, document, "ended", json_boolean(play->ended));
    put(report, document, "elapsed", json_elapsed(report, &play->elapsed));
    put(report, document, "steps", json_moves(report, play, baku->details));
    put(report, document, "documents", json_in_hand(report, play));
    put(report, document, "refused", json_refused(report, play, baku->lang, baku->details));
    if (play->elapsed.wall.sort != DURATION_NONE)
        put(report, document, "wall", json_duration(report, play->elapsed.wall));
    if (baku->details) {
        put(report, document, "title", json_text(play->sop->title));
        put(report, document, "region_name", json_text_or_null(play->sop->region->name));
        put(report, document, "unknown", json_integer(play->elapsed.unknown));
        put(report, document, "moves", json_integer((json_int_t)play->n_moves));
        put(report, document, "completed", json_integer((json_int_t)completed(play)));
        put(report, document, "cut", json_boolean(play->cut));
        put(report, document, "brought", json_documents(report, play->sop, play->brought));
        put(report, document, "unused", json_texts(report, (struct texts){play->unused, play->n_unused}));
        put(report, document, "results", json_results(report, play));
    }
    return document;
}

enum error trace_error(enum play_error_kind kind)
{
    static const enum error errors[] = {
        [PLAY_FINE] = ERROR_MEMORY,
        [PLAY_UNKNOWN_STEP] = ERROR_PLAY_UNKNOWN_STEP,
        [PLAY_NO_DECISION] = ERROR_PLAY_NO_DECISION,
        [PLAY_NO_CALL] = ERROR_PLAY_NO_CALL,
        [PLAY_UNKNOWN_CHOICE] = ERROR_PLAY_UNKNOWN_CHOICE,
        [PLAY_NO_EXPIRED] = ERROR_PLAY_NO_EXPIRED,
        [PLAY_NOT_GIVEN] = ERROR_PLAY_NOT_GIVEN,
        [PLAY_NOT_OPTIONAL] = ERROR_PLAY_NOT_OPTIONAL,
    };
    return errors[kind];
}
