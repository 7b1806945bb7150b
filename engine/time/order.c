/* Tarjan's search for strongly connected components, its recursion as a list: a course may be long. */
#include "time/order.h"

enum { UNSEEN = 0 };

struct walk {
    const struct course *course;
    order_counts *counts;
    const void *self;
    struct order *order;
    uint32_t *seen, *low; /* the number in which a situation was met, from 1; the lowest that it leads back to */
    uint32_t *next;       /* the turn to be looked at */
    uint32_t *path, n_path, *open, n_open;
    bool *is_open;
    uint32_t met, placed;
};

static void meet(struct walk *w, uint32_t situation)
{
    w->seen[situation] = w->low[situation] = ++w->met;
    w->next[situation] = w->course->at[situation].first;
    w->path[w->n_path++] = w->open[w->n_open++] = situation;
    w->is_open[situation] = true;
}

/* The ring of which `situation` was met first is complete: it goes behind those found before, so from the end. */
static void close_ring(struct walk *w, uint32_t situation)
{
    uint32_t member;
    do {
        member = w->open[--w->n_open];
        w->is_open[member] = false;
        w->order->at[--w->placed] = member;
        w->order->ring[member] = w->order->n_rings;
    } while (member != situation);
    w->order->n_rings++;
}

static void leave(struct walk *w, uint32_t situation)
{
    w->n_path--;
    if (w->low[situation] == w->seen[situation])
        close_ring(w, situation);
    if (w->n_path) {
        uint32_t before = w->path[w->n_path - 1];
        w->low[before] = w->low[situation] < w->low[before] ? w->low[situation] : w->low[before];
    }
}

static void step_on(struct walk *w)
{
    uint32_t situation = w->path[w->n_path - 1];
    const struct situation *at = &w->course->at[situation];
    if (w->next[situation] == at->first + at->n) {
        leave(w, situation);
        return;
    }
    const struct turn *turn = &w->course->turns[w->next[situation]++];
    if (w->counts && !w->counts(w->self, turn))
        return;
    if (w->seen[turn->to] == UNSEEN)
        meet(w, turn->to);
    else if (w->is_open[turn->to] && w->seen[turn->to] < w->low[situation])
        w->low[situation] = w->seen[turn->to];
}

/* Rings were numbered from the last on. */
static void number_rings(struct order *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        order->ring[i] = order->n_rings - 1 - order->ring[i];
    for (uint32_t i = n; i-- > 0;)
        order->first[order->ring[order->at[i]]] = i;
    order->first[order->n_rings] = n;
}

bool order_of(struct order *order, const struct course *course, order_counts *counts, const void *self,
              struct arena *arena)
{
    uint32_t n = course->n;
    struct walk w = {.course = course, .counts = counts, .self = self, .order = order, .placed = n};
    *order = (struct order){.at = ARENA_ARRAY(arena, n, uint32_t),
                            .ring = ARENA_ARRAY(arena, n, uint32_t),
                            .first = ARENA_ARRAY(arena, (size_t)n + 1, uint32_t)};
    w.seen = ARENA_ARRAY(arena, n, uint32_t);
    w.low = ARENA_ARRAY(arena, n, uint32_t);
    w.next = ARENA_ARRAY(arena, n, uint32_t);
    w.path = ARENA_ARRAY(arena, n, uint32_t);
    w.open = ARENA_ARRAY(arena, n, uint32_t);
    w.is_open = ARENA_ARRAY(arena, n, bool);
    if (arena->failed)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (w.seen[i] == UNSEEN)
            meet(&w, i);
        while (w.n_path)
            step_on(&w);
    }
    number_rings(order, n);
    return true;
}
