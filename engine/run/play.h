/* A case in memory from its start to its end, driven by a script: what `run` shows and scenarios test.
 *
 * Nothing is proved: every document is a stand-in. The clock stands still at 0 but where the script lets an input run
 * out; a norm's time is added up beside it. */
#ifndef RUN_PLAY_H
#define RUN_PLAY_H

#include "base/status.h"
#include "model/scenario.h"
#include "run/elapsed.h"
#include "run/interpreter.h"

/* One thing that happened, in order. */
struct move {
    enum event_kind kind;  /* COMPLETED, ENTERED, LEFT, SKIPPED or EXPIRED */
    struct text path;      /* `STEP`, or `CALLSTEP/STEP` */
    const struct sop *sop; /* whose step it is */
    uint16_t step, depth;
    enum answer answer;
    struct documents handed;  /* documents of `sop` that came into hand by it */
    struct documents waived;  /* inputs that were not demanded */
    struct documents out;     /* of EXPIRED: what ran out */
    const struct sop *callee; /* of ENTERED */
    struct documents brought; /* of ENTERED: documents of `callee` that came from outside */
    uint32_t visit;           /* how often this step has been completed by now */
    struct elapsed elapsed;   /* so far */
};

struct missed {
    struct text document; /* its key, behind the path of its call where a called SOP lacks it */
    struct text title;
    struct text from_step;              /* path; empty: it is brought along, or nobody makes it */
    struct text from_actor, from_title; /* key and title */
    bool given;                         /* it should have been brought along */
};

struct refused {
    enum refusal_kind kind;
    bool at_start; /* the case was never begun */
    struct text path, actor, actor_title;
    const struct missed *missing;
    size_t n_missing;
};

enum play_error_kind {
    PLAY_FINE,
    PLAY_UNKNOWN_STEP,   /* no such step in the SOP or the SOPs that it calls */
    PLAY_NO_DECISION,    /* an answer for a step that asks nothing */
    PLAY_NO_CALL,        /* a choice for a step that calls nothing */
    PLAY_UNKNOWN_CHOICE, /* a SOP that the step does not call */
    PLAY_NO_EXPIRED,     /* a step where nothing can run out */
    PLAY_NOT_GIVEN,      /* a document that is not brought from outside */
    PLAY_NOT_OPTIONAL,   /* `with` for a document that is brought anyway */
};

/* What is wrong with a script, before anything runs. */
struct play_error {
    enum play_error_kind kind;
    struct text name, near;
};

struct play {
    struct arena *arena; /* everything below lives here */
    const struct sop *sop;
    const struct script *script;
    struct play_error error;
    struct move *moves;
    size_t n_moves, room_moves;
    struct event *events; /* the case's whole history, for replay */
    size_t n_events, room_events;
    struct refused *refused;
    size_t n_refused, room_refused;
    struct documents brought; /* at the start, from outside */
    struct text *unused;      /* steps of which the script told more than was asked */
    size_t n_unused;
    bool ended;
    bool cut; /* stopped at LIMIT RUN_STEPS */
    struct elapsed elapsed;
    struct state state; /* as the case was left */
};

/* Runs the case. OK also where it was refused, cut, or the script is wrong (`error`); MEMORY otherwise. */
enum status play_run(struct play *play, struct arena *arena, const struct sop *sop, const struct script *script);

/* How many times a move of that path completed its step. */
uint32_t play_visits(const struct play *play, struct text path);

#endif
