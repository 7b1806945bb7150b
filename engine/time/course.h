/* Every course that a case may take through a SOP, as a graph of situations and moves.
 *
 * A situation is a step that is due, with what is known of the documents that matter (time/matters.h); a move leads to
 * the next one and takes time. A call is one move for each way in which the called SOP may end: its own course is
 * worked out once for each way in which it may begin, however often it is called. So the graph grows with what is
 * written, not with the paths. Situation 0 is the start; exits are the situations behind the last step.
 *
 * Of three scopes each is the one before with more answers: all Ya; Tidak too, where it does not go back; every
 * answer. */
#ifndef TIME_COURSE_H
#define TIME_COURSE_H

#include "time/matters.h"

enum scope { SCOPE_YA, SCOPE_ONWARD, SCOPE_ALL };

enum move_kind {
    MOVE_DONE, /* a plain step, or a parallel one with all its branches */
    MOVE_YA,
    MOVE_TIDAK,
    MOVE_SKIPPED,
    MOVE_BROUGHT, /* an optional document that the step looks at was brought, */
    MOVE_WITHOUT, /* or was not; the step is still due */
    MOVE_CHOSEN,  /* one of several callees */
    MOVE_CALLED,  /* the callee has ended in one of its exits */
};

enum { MAX_SITUATIONS = 50000, MAX_AUDIT_PATHS = 100, MAX_AUDIT_STEPS = 10000, MAX_AUDIT_REWORK = 1000 };

struct course;

struct move {
    uint32_t from, to; /* situations */
    enum move_kind kind;
    bool back;      /* a Tidak that goes back */
    uint16_t which; /* BROUGHT, WITHOUT: the document; CHOSEN, CALLED: the callee */
    uint32_t exit;  /* CALLED: of `inner` */
    struct course *inner;
    int64_t ms[2]; /* of the step itself, at both ends; a call's is in `inner` */
};

struct situation {
    uint16_t step;              /* STEP_END at an exit, NONE where the case ended before `until` */
    uint16_t choice;            /* of a call: the callee, NONE until it is chosen */
    const unsigned char *hands; /* enum hand, per document that matters */
    uint32_t first, n;          /* its moves */
};

struct reach;
struct chances;

struct course {
    struct matters *matters;
    enum scope scope;
    uint16_t start, until;      /* `until`: the exit is where this decision has been answered Ya; NONE: the SOP's end */
    const unsigned char *entry; /* hands at the start */
    bool cut;                   /* it or one inside has more situations than are followed: it is not whole */
    struct situation *at;
    uint32_t n;
    struct move *moves;
    uint32_t n_moves;
    uint32_t *exits, n_exits;
    struct reach *reach;           /* time/reach.h, once asked for */
    const struct chances *chances; /* time/chance.h: of the rate at hand */
    const struct total *work;      /* time/work.h: of the actor at hand, per exit */
    uint32_t serial;               /* its number in the atlas */
};

/* All courses of one audit, each once. */
struct atlas {
    struct arena *arena;
    struct matters_table matters;
    struct map by_key;
    struct course **at;
    size_t n, room;
    uint32_t situations; /* of all courses so far */
};

void atlas_init(struct atlas *atlas, struct arena *arena);

/* Where a course begins and ends. */
struct leg_of {
    uint16_t start, until;
    const unsigned char *hands; /* per document that matters */
};

/* The course of a case that starts at the first step with what is given. NULL: memory is out. */
struct course *course_of(struct atlas *atlas, const struct sop *sop, enum scope scope);

/* The course from somewhere on. NULL: memory is out. */
struct course *course_from(struct atlas *atlas, struct matters *matters, enum scope scope, struct leg_of leg);

/* The same begin in another scope. */
struct course *course_in(struct atlas *atlas, const struct course *course, enum scope scope);

/* What the step hands over by an answer (0: Ya), added to `hands`. */
void hands_add(const struct matters *matters, unsigned char *hands, uint16_t step, int tidak);

#define EACH_MOVE(course, situation, move)                                                                             \
    for (const struct move *move = (course)->moves + (course)->at[situation].first;                                    \
         move < (course)->moves + (course)->at[situation].first + (course)->at[situation].n; move++)

#endif
