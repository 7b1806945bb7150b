/* Every course that a case may take through a SOP, as a graph of situations and turns.
 *
 * A situation is a step that is due, with what is known of the documents that matter (time/matters.h); a turn leads to
 * the next one and takes time. A call is one turn for each way in which the called SOP may end: its own course is
 * worked out once for each way in which it may begin, however often it is called. So the graph grows with what is
 * written, not with the paths. Situation 0 is the start; exits are the situations behind the last step.
 *
 * Of three scopes each is the one before with more answers: all Ya; Tidak too, where it does not go back; every
 * answer. */
#ifndef TIME_COURSE_H
#define TIME_COURSE_H

#include "time/matters.h"

enum scope { SCOPE_YA, SCOPE_ONWARD, SCOPE_ALL };

enum turn_kind {
    TURN_DONE, /* a plain step, or a parallel one with all its branches */
    TURN_YA,
    TURN_TIDAK,
    TURN_SKIPPED,
    TURN_BROUGHT, /* an optional document that the step looks at was brought, */
    TURN_WITHOUT, /* or was not; the step is still due */
    TURN_CHOSEN,  /* one of several callees */
    TURN_CALLED,  /* the callee has ended in one of its exits */
    TURN_LOST,    /* the callee has none: a case that enters it never comes back; `to` has no step */
};

struct course;

struct turn {
    uint32_t from, to; /* situations */
    enum turn_kind kind;
    bool back;      /* a Tidak that goes back */
    uint16_t which; /* BROUGHT, WITHOUT: the document; CHOSEN, CALLED, LOST: the callee */
    uint32_t exit;  /* CALLED: of `inner` */
    struct course *inner;
    int64_t ms[2]; /* of the step itself, at both ends; a call's is in `inner` */
};

struct situation {
    uint16_t step;              /* STEP_END at an exit, NONE where none is come to any more */
    uint16_t choice;            /* of a call: the callee, NONE until it is chosen */
    const unsigned char *hands; /* enum hand, per document that matters */
    uint32_t first, n;          /* its turns */
};

struct reach;
struct chances;

struct course {
    struct matters *matters;
    enum scope scope;
    uint16_t start, until; /* `until`: the exit is behind this decision, answered Ya or skipped; NONE: the SOP's end */
    const unsigned char *entry; /* hands at the start */
    bool cut;                   /* it or one inside has more situations than are followed: it is not whole */
    struct situation *at;
    uint32_t n;
    struct turn *turns;
    uint32_t n_turns;
    uint32_t *exits, n_exits;
    struct reach *reach;      /* time/reach.h, once asked for */
    struct chances *chances;  /* time/chance.h: of the rate at hand */
    const struct total *work; /* time/work.h: of the actor at hand, per exit */
    uint32_t serial;          /* its number in the atlas */
};

/* All courses of one audit, each once. */
struct atlas {
    struct arena *arena;
    struct matters_table matters;
    struct map by_key;
    struct course **at;
    size_t n, room;
    uint32_t situations, turns; /* of all courses so far */
};

void atlas_init(struct atlas *atlas, struct arena *arena);

/* Where a course begins and ends. */
struct bounds {
    uint16_t start, until;
    const unsigned char *hands; /* per document that matters */
};

/* The course of a case that starts at the first step with what is given. NULL: memory is out. */
struct course *course_of(struct atlas *atlas, const struct sop *sop, enum scope scope);

/* The course from somewhere on. NULL: memory is out. */
struct course *course_from(struct atlas *atlas, struct matters *matters, enum scope scope, struct bounds bounds);

/* The same begin in another scope. */
struct course *course_in(struct atlas *atlas, const struct course *course, enum scope scope);

/* What the step hands over by an answer (0: Ya), added to `hands`. */
void hands_add(const struct matters *matters, unsigned char *hands, uint16_t step, int tidak);

#define EACH_TURN(course, situation, turn)                                                                             \
    for (const struct turn *turn = (course)->turns + (course)->at[situation].first;                                    \
         turn < (course)->turns + (course)->at[situation].first + (course)->at[situation].n; turn++)

#endif
