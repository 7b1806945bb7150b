#include "time/block.h"

uint16_t block_first(const struct sop *sop, uint16_t fork) { return sop->steps[fork].parallel.at[0].first; }

uint16_t block_last(const struct sop *sop, uint16_t fork)
{
    const struct branches *branches = &sop->steps[fork].parallel;
    return branches->at[branches->n - 1].last;
}

/* --- who waits for whom --- */

/* A block while it is drawn. */
struct sketch {
    struct block *block;
    uint16_t *branch; /* per step of the block */
    uint16_t *maker;  /* per document: the first step of the block that hands it over, or NONE */
    struct block_wait *found;
    uint32_t n_found;
    struct arena *arena;
};

static void find_branches(struct sketch *s)
{
    const struct branches *branches = &s->block->sop->steps[s->block->fork].parallel;
    for (uint16_t b = 0; b < branches->n; b++)
        for (uint16_t i = branches->at[b].first; i <= branches->at[b].last; i++)
            s->branch[i - s->block->first] = b;
}

static void find_makers(struct sketch *s)
{
    const struct sop *sop = s->block->sop;
    for (uint16_t d = 0; d < sop->n_documents; d++)
        s->maker[d] = NONE;
    for (uint16_t i = 0; i < s->block->n; i++) {
        const struct refs *outputs = &sop->steps[s->block->first + i].outputs;
        for (size_t o = 0; o < outputs->n; o++)
            if (s->maker[outputs->at[o].document] == NONE)
                s->maker[outputs->at[o].document] = i;
    }
}

static size_t count_inputs(const struct block *block)
{
    size_t n = 0;
    for (uint16_t i = 0; i < block->n; i++)
        n += block->sop->steps[block->first + i].inputs.n;
    return n;
}

static void find_waits(struct sketch *s, uint64_t *crossing)
{
    const struct sop *sop = s->block->sop;
    for (uint16_t i = 0; i < s->block->n; i++) {
        uint16_t step = (uint16_t)(s->block->first + i);
        const struct refs *inputs = &sop->steps[step].inputs;
        for (size_t n = 0; n < inputs->n; n++) {
            uint16_t document = inputs->at[n].document, maker = s->maker[document];
            bool demanded = bits_has(sop->plan.needs + (size_t)step * sop->plan.document_words, document);
            if (maker == NONE || !demanded || s->branch[maker] == s->branch[i])
                continue;
            s->found[s->n_found++] = (struct block_wait){document, maker, i};
            bits_add(crossing, document);
        }
    }
}

/* Puts the waits behind each other by their makers. */
static bool sort_waits(struct sketch *s)
{
    struct block_wait *waits = ARENA_ARRAY(s->arena, s->n_found, struct block_wait);
    uint32_t *first = ARENA_ARRAY(s->arena, (size_t)s->block->n + 2, uint32_t);
    if (!waits || !first)
        return false;
    for (uint32_t i = 0; i < s->n_found; i++)
        first[s->found[i].maker + 2]++;
    for (uint16_t i = 0; i < s->block->n; i++)
        first[i + 2] += first[i + 1];
    for (uint32_t i = 0; i < s->n_found; i++)
        waits[first[s->found[i].maker + 1]++] = s->found[i];
    s->block->waits = waits;
    s->block->first_wait = first;
    return true;
}

struct block *block_make(const struct sop *sop, uint16_t fork, struct arena *arena)
{
    struct block *block = ARENA_NEW(arena, struct block);
    uint64_t *crossing = ARENA_ARRAY(arena, bits_words(sop->n_documents), uint64_t);
    if (!block || !crossing)
        return NULL;
    *block = (struct block){.sop = sop, .fork = fork, .first = block_first(sop, fork), .crossing = crossing};
    block->n = (uint16_t)(block_last(sop, fork) - block->first + 1);
    struct sketch s = {.block = block, .arena = arena};
    s.branch = ARENA_ARRAY(arena, block->n, uint16_t);
    s.maker = ARENA_ARRAY(arena, sop->n_documents, uint16_t);
    s.found = ARENA_ARRAY(arena, count_inputs(block), struct block_wait);
    if (!s.branch || !s.maker || !s.found)
        return NULL;
    find_branches(&s);
    find_makers(&s);
    find_waits(&s, crossing);
    return sort_waits(&s) ? block : NULL;
}

/* --- its time --- */

/* A block that goes on, each step once all that it waits for has ended. */
struct going {
    const struct block *block;
    block_in_hand *in_hand;
    const void *self;
    uint32_t *pending;   /* per step: what it still waits for, the step before it included */
    int64_t (*begin)[2]; /* per step: the latest end of what it waited for */
    bool *done;
    uint16_t *ready, n_ready, first_undone;
    int64_t ended[2]; /* the latest of all */
};

static bool leads_its_branch(const struct block *block, uint16_t step)
{
    const struct step *steps = block->sop->steps;
    uint16_t number = (uint16_t)(block->first + step);
    const struct branches *branches = &steps[block->fork].parallel;
    uint16_t low = 0, high = branches->n; /* branches stand in a row: the last that begins at or before the step */
    while (high - low > 1) {
        uint16_t middle = (uint16_t)((low + high) / 2);
        if (branches->at[middle].first <= number)
            low = middle;
        else
            high = middle;
    }
    return branches->at[low].first == number;
}

static void count_pending(struct going *g)
{
    const struct block *block = g->block;
    for (uint16_t i = 0; i < block->n; i++)
        g->pending[i] = !leads_its_branch(block, i);
    for (uint32_t w = 0; w < block->first_wait[block->n]; w++)
        g->pending[block->waits[w].step] += !g->in_hand(g->self, block->waits[w].document);
    for (uint16_t i = 0; i < block->n; i++)
        if (g->pending[i] == 0)
            g->ready[g->n_ready++] = i;
}

/* Something that the step waited for has ended. */
static void let_go(struct going *g, uint16_t step, const int64_t ended[2])
{
    for (int end = 0; end < 2; end++)
        g->begin[step][end] = g->begin[step][end] > ended[end] ? g->begin[step][end] : ended[end];
    if (--g->pending[step] == 0 && !g->done[step])
        g->ready[g->n_ready++] = step;
}

static void end_step(struct going *g, uint16_t step)
{
    const struct block *block = g->block;
    const struct duration *duration = &block->sop->steps[block->first + step].duration;
    bool works = duration->sort == DURATION_WORK;
    int64_t ended[2] = {g->begin[step][0] + (works ? duration->min_ms : 0),
                        g->begin[step][1] + (works ? duration->max_ms : 0)};
    g->done[step] = true;
    for (int end = 0; end < 2; end++)
        g->ended[end] = g->ended[end] > ended[end] ? g->ended[end] : ended[end];
    if (step + 1 < block->n && !leads_its_branch(block, (uint16_t)(step + 1)))
        let_go(g, (uint16_t)(step + 1), ended);
    for (uint32_t w = block->first_wait[step]; w < block->first_wait[step + 1]; w++)
        if (!g->in_hand(g->self, block->waits[w].document) && !g->done[block->waits[w].step])
            let_go(g, block->waits[w].step, ended);
}

/* The first step that has not been done: all before it in its branch have. */
static bool force_first(struct going *g)
{
    while (g->first_undone < g->block->n && g->done[g->first_undone])
        g->first_undone++;
    if (g->first_undone == g->block->n)
        return false;
    g->ready[g->n_ready++] = g->first_undone;
    return true;
}

bool block_time(const struct block *block, block_in_hand *in_hand, const void *self, int64_t ms[2],
                struct arena *scratch)
{
    struct going g = {.block = block, .in_hand = in_hand, .self = self};
    g.pending = ARENA_ARRAY(scratch, block->n, uint32_t);
    g.begin = arena_array(scratch, block->n, sizeof *g.begin);
    g.done = ARENA_ARRAY(scratch, block->n, bool);
    g.ready = ARENA_ARRAY(scratch, (size_t)block->n * 2, uint16_t); /* each once, and once more by force */
    if (scratch->failed)
        return false;
    count_pending(&g);
    for (uint16_t next = 0; next < g.n_ready || force_first(&g); next++)
        if (!g.done[g.ready[next]])
            end_step(&g, g.ready[next]);
    ms[0] = g.ended[0];
    ms[1] = g.ended[1];
    return true;
}
