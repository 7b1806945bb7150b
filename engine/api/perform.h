/* The one road of every deed: take the head, read the case, fold nothing anew, ask who may, decide, append, apply,
 * store, commit, then answer. What is refused leaves nothing behind. */
#ifndef API_PERFORM_H
#define API_PERFORM_H

#include "api/contents.h"

/* A deed on a case, as it was asked for. */
struct act {
    enum command_kind kind;
    const char *sop;       /* START */
    const char *id, *step; /* of the others */
    struct text case_key;  /* START: the key under which the case is imported; empty: none */
    const struct baku_deed *deed;
    const struct text *bytes; /* of the deed's documents, once read */
};

/* A document that is missing or has run out, who should have handed it over, and what to do. */
struct lacking {
    struct text document, title, from_step, from_actor, from_title;
    bool given;
    const char *with; /* the verb of `case` that helps: "start", "do", "give", "expire"; NULL: none */
    int64_t until;    /* it has run out, and was valid until then; else STORE_NO_TIME */
    int32_t east;     /* the clock of that moment */
    struct text until_text;
};

/* Why a deed came to nothing. */
struct turned {
    enum baku_status status; /* YES: it did not */
    const char *kind;
    struct text step, actor, actor_title, message;
    const struct lacking *missing;
    size_t n_missing;
    const struct call *choices; /* one of its SOPs is to be chosen; NULL: none is */
    struct text first_by;
    int64_t first_at; /* STORE_NO_TIME: nobody was first */
};

struct outcome {
    struct definition *definition;
    struct store_case row; /* as it is now; id 0: none was begun */
    const struct told_event *events;
    size_t n_events;
    struct turned turned;
};

/* Turned down before the interpreter was asked (turned.c). */
void outcome_turn_down(struct desk *desk, struct outcome *outcome, enum baku_status status,
                       const struct denied *denied);

/* A moment as people say it, by the case's clock. */
struct text outcome_moment(struct desk *desk, const struct outcome *outcome, int64_t at);

/* Carries out the deed within the change that is open; the caller commits. YES also where it was turned down. */
enum baku_status perform_within(struct desk *desk, const struct act *act, struct outcome *outcome);

/* Loads what a start of that SOP will need, before the head is taken: nobody waits while files are read. */
enum baku_status perform_prepare(struct desk *desk, const char *sop);

/* The whole road, with the answer. */
enum baku_status perform(struct baku *baku, const struct act *act, struct baku_answer *answer);

/* The case of that number or key; UNKNOWN, answered, where there is none. */
enum baku_status case_named(struct desk *desk, const char *id, struct store_case *row);

/* Adds the refusal's documents to what is missing (lacking.c). False: memory is out. */
bool lacking_add(struct desk *desk, const struct state *state, const struct refusal *refusal, struct turned *turned);

/* What a step that is due waits for, as `missing` and `run_out` of its entry; both empty where `step` is NONE. */
void put_lacking(struct report *report, struct desk *desk, const struct state *state, uint16_t step, json_t *due);
json_t *lacking_array(struct report *report, const struct turned *turned);

/* Its answer (cases_json.c). */
json_t *outcome_json(struct report *report, struct desk *desk, const struct outcome *outcome);
json_t *turned_json(struct report *report, const struct turned *turned, int32_t east);
json_t *told_json(struct report *report, const struct told_event *told, int32_t east);
json_t *due_json(struct report *report, const struct desk *desk, const struct store_case *row, int32_t east);
const char *case_state_name(int32_t status);

#endif
