/* The shortest way that shows a finding: a search, breadth first, over nodes and a phase of 0 or 1 (is the document in
 * hand? has it been handed over and not yet been read?). */
#ifndef CHECK_WITNESS_H
#define CHECK_WITNESS_H

#include "check/report.h"
#include "check/ways.h"

/* Sets of phases. */
enum { NO_PHASE = 0, PHASE_0 = 1, PHASE_1 = 2 };

/* What is searched. `from` gives the phases in which a case may begin at a node where it begins, `cross` those that an
 * edge leads to from a phase, `is_goal` whether the search is over at a node (END too) in a phase. */
struct search_room;

struct quest {
    const struct ways *ways;
    struct arena *scratch;
    int (*from)(const struct quest *quest, uint32_t node);
    int (*cross)(const struct quest *quest, const struct edge *edge, int phase);
    bool (*is_goal)(const struct quest *quest, uint32_t node, int phase);
    uint16_t document, step; /* as the functions above like */
    void *more;
    struct search_room *room; /* for many searches in a row; NULL: of its own */
    bool from_step;           /* begins in phase 1, behind the exits of `step`, wherever a case begins */
};

/* What a search needs by node and phase; `seen` holds the number of the search that last came there. */
struct search_room {
    uint32_t *queue, *via, *seen, number;
    uint8_t *from_phase;
};
bool search_room_init(struct search_room *room, const struct ways *ways, struct arena *scratch);

/* The edges of the shortest way to a goal, in order, and the node and phase that it ends in. */
struct found_way {
    const struct edge **edges;
    uint32_t n, node;
    int phase;
};

/* False: there is none, or memory is out (which the scratch arena shows). */
bool witness_search(const struct quest *quest, struct found_way *way);

/* May one more path be looked for? The first few hundred findings of a file have theirs. */
bool witness_is_wanted(struct checker *c);

/* Steps of a way as a finding holds them: each edge gives one, and `last` (or NONE) the one where it ends. */
struct path witness_path(struct checker *c, const struct ways *ways, const struct found_way *way, uint16_t last);

/* The shortest way to the goal on which `document` is not in hand there; a goal is `step`, not skipped, or the end
 * where `step` is STEP_END. */
bool witness_without(const struct ways *ways, uint16_t step, uint16_t document, struct arena *scratch,
                     struct found_way *way);

/* Is there a way to `step`, not skipped, on which `document` is in hand there although the step was never done before?
 * False, too, when memory is out. */
bool witness_first_with(const struct ways *ways, uint16_t step, uint16_t document, struct arena *scratch);

/* The shortest way to a node. */
bool witness_to(const struct ways *ways, uint32_t node, struct arena *scratch, struct found_way *way);

/* Both ways one after the other; the steps of `inner` are inside the call step `call`. */
struct path witness_join(struct checker *c, struct path path, uint16_t call, struct path inner);

#endif
