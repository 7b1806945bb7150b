/* The interpreter, a function: decide(definition, state, command) gives events or a refusal, apply(definition, state,
 * event) the next state. Time, identities and verdicts come in as data; the same input gives the same events.
 *
 * One command gives one event of its own and then those that follow by themselves: a step is skipped, a call is entered
 * or left, the case ends. The definition is the SOP that the state's first frame names. */
#ifndef RUN_INTERPRETER_H
#define RUN_INTERPRETER_H

#include "run/state.h"

enum command_kind { COMMAND_START, COMMAND_HAND, COMMAND_COMPLETE, COMMAND_EXPIRE, COMMAND_CANCEL };

enum { CHOICE_NONE = 0xFFFF };

struct command {
    enum command_kind kind;
    enum answer answer;
    uint16_t depth, step;       /* COMPLETE, EXPIRE: the step; HAND: the depth of the frame that gets the documents */
    uint16_t choice;            /* COMPLETE at a call step: which callee, or CHOICE_NONE */
    int64_t at;                 /* when: milliseconds since 1970-01-01T00:00Z */
    struct documents documents; /* START: brought; HAND: handed over; COMPLETE at a call: brought for the callee */
};

enum refusal_kind {
    REFUSAL_NONE,
#define REFUSAL(name, id, en) REFUSAL_##name,
#include "run/refusals.def"
#undef REFUSAL
};

/* Why not. The documents are numbers of `sop`: the step's own, or the called one's when its start is what lacks them.
 */
struct refusal {
    enum refusal_kind kind;
    uint16_t depth, step;
    const struct sop *sop;
    struct documents missing;
};

/* What a command leads to; `events` and all their lists live in `arena`, which the caller lends. */
struct decision {
    struct arena *arena;
    struct event *events;
    size_t n, room;
    struct refusal refusal;
};

/* Empties the decision together with its arena: between two commands of a loop. */
void decision_reset(struct decision *decision);

enum verdict { VERDICT_YES, VERDICT_REFUSED, VERDICT_MEMORY };

/* Fills `decision`, whose arena the caller has set and whose other fields it may leave as the last call left them. The
 * state is not touched. */
enum verdict decide(const struct state *state, const struct command *command, struct decision *decision);

/* What follows by itself from a state that no command has led to: that of a case that has just moved to another revision
 * (run/transfer.h). */
enum verdict decide_following(const struct state *state, int64_t at, struct decision *decision);

enum applied { APPLIED, APPLY_IMPOSSIBLE, APPLY_MEMORY };

/* Folds one event. An event that cannot follow (a stranger's bytes) is IMPOSSIBLE and changes nothing; what decide()
 * gave always applies. */
enum applied apply(struct state *state, const struct event *event);

/* The inputs of a step in the top frame that are neither in hand nor waived, as numbers of its SOP, in `arena`. */
struct documents missing_inputs(const struct state *state, uint16_t step, struct arena *arena);

/* The inputs of a step in the top frame that are in hand and have run out at that time. */
struct documents run_out_inputs(const struct state *state, uint16_t step, int64_t at, struct arena *arena);

/* Which callee's documents are still to be brought before the call step may be entered: demanded, not passed. */
struct documents missing_for_callee(const struct state *state, uint16_t step, uint16_t choice, struct documents brought,
                                    struct arena *arena);

/* The template of a refusal. */
const char *refusal_template(enum refusal_kind kind, enum lang lang);

#endif
