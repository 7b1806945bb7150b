/* An open case goes on by another revision of its SOP: its state, told in the numbers of the other definition.
 *
 * What has the same key at the same place is the same. So every step that is due, every document in hand and every call
 * that the case is inside needs its counterpart there:
 *
 *     call      a step of that key that calls the SOP of the same name; what is inside is looked for in that SOP
 *     step      a step of that key; inside a branch of `parallel` where it was inside one, and only then: of the parallel
 *               step of the same key with as many branches, and of the branch at the same place
 *     document  a document of that key, with its version and the event that made it
 *
 * Versions of documents that are not in hand go along where they have a counterpart. A document whose age was not kept
 * until now begins to age when the case moves. Nothing else of a case has any numbers.
 *
 * This is how an event of the log is folded (`moved`, model/records.def): what it makes of a state never changes. */
#ifndef RUN_TRANSFER_H
#define RUN_TRANSFER_H

#include "run/state.h"

enum obstacle_kind {
#define OBSTACLE(name, kind, id, en) OBSTACLE_##name,
#include "run/obstacles.def"
#undef OBSTACLE
};

/* What has no counterpart. */
struct obstacle {
    enum obstacle_kind kind;
    uint16_t depth, number; /* a step, or a document, of the SOP of that frame of `from` */
};

struct transfer {
    const struct state *from;
    const struct sop *to; /* without errors, its calls linked */
    int64_t at;           /* when it moves */
    struct arena *arena;
    struct state state; /* as it is there; only where there is no obstacle */
    struct obstacle *obstacles;
    size_t n, room;
};

/* Fills `state` or `obstacles`, both in the arena; the rest is the caller's. False: memory is out. */
bool state_transfer(struct transfer *move);

const char *obstacle_name(enum obstacle_kind kind);
const char *obstacle_template(enum obstacle_kind kind, enum lang lang);

#endif
