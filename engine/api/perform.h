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

/* A document that is missing, and who should have handed it over. */
struct lacking {
    struct text document, title, from_step, from_actor, from_title;
    bool given;
};

/* Why a deed came to nothing. */
struct turned {
    enum baku_status status; /* YES: it did not */
    const char *kind;
    struct text step, actor, actor_title, message;
    const struct lacking *missing;
    size_t n_missing;
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

/* The documents that a step waits for. */
bool lacking_list(struct desk *desk, const struct state *state, const struct refusal *refusal, struct turned *turned);

/* Its answer (cases_json.c). */
json_t *outcome_json(struct report *report, struct desk *desk, const struct outcome *outcome);
json_t *turned_json(struct report *report, const struct turned *turned, int32_t east);
json_t *told_json(struct report *report, const struct told_event *told, int32_t east);
json_t *lacking_json(struct report *report, const struct lacking *lacking);
json_t *due_json(struct report *report, const struct desk *desk, const struct store_case *row, int32_t east);
const char *case_state_name(int32_t status);

#endif
