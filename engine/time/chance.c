#include "time/chance.h"

#include <string.h>

#include "base/sort.h"

enum { MOST_MERGES = 20000000 };

/* --- odds --- */

static struct text rest_of(const struct odds *odds, size_t i)
{
    struct text path = odds->told[i].step;
    return (struct text){path.at + odds->skip, path.len - odds->skip};
}

double *odds_of_steps(const struct matters *m, const struct odds *odds, struct arena *arena)
{
    double *tidak = ARENA_ARRAY(arena, m->sop->n_steps, double);
    for (uint16_t s = 0; tidak && s < m->sop->n_steps; s++)
        tidak[s] = m->goes_back[s] ? odds->rate : 0.5;
    for (size_t i = 0; tidak && i < odds->n_told; i++) {
        uint16_t step = sop_step(m->sop, rest_of(odds, i));
        if (step != NONE)
            tidak[step] = odds->told[i].rate;
    }
    return tidak;
}

/* Is it the path of a step inside that call step? */
static bool is_inside(struct text rest, struct text step)
{
    return rest.len > step.len && rest.at[step.len] == '/' && text_eq((struct text){rest.at, step.len}, step);
}

struct odds odds_inside(const struct odds *odds, struct text step)
{
    struct odds inside = *odds;
    size_t first = 0, n = 0;
    while (first < odds->n_told && !is_inside(rest_of(odds, first), step))
        first++;
    while (first + n < odds->n_told && is_inside(rest_of(odds, first + n), step))
        n++;
    inside.told = n ? odds->told + first : NULL;
    inside.n_told = n;
    inside.skip = n ? odds->skip + step.len + 1 : 0;
    return inside;
}

bool odds_agree(const struct odds *a, const struct odds *b)
{
    return a->told == b->told && a->n_told == b->n_told && a->skip == b->skip;
}

static int by_path(const void *left, const void *right)
{
    const struct told_rate *a = left, *b = right;
    return text_cmp(a->step, b->step);
}

bool odds_sort(struct told_rate *told, size_t n, struct arena *scratch)
{
    return sort_stable(told, n, sizeof *told, by_path, scratch);
}

double chance_turn(const struct course *course, const struct turn *turn, const double *tidak)
{
    /* STEP_END where a document is decided that only the caller looks at. */
    uint16_t step = course->at[turn->from].step;
    switch (turn->kind) {
    case TURN_BROUGHT:
    case TURN_WITHOUT:
        return 0.5;
    case TURN_CHOSEN:
        return 1.0 / course->matters->sop->steps[step].call.n;
    case TURN_YA:
        return 1 - tidak[step];
    case TURN_TIDAK:
        return tidak[step];
    case TURN_DONE:
    case TURN_SKIPPED:
    case TURN_CALLED:
    case TURN_LOST:
        break;
    }
    return 1;
}

void chance_forget(struct atlas *atlas)
{
    for (size_t i = 0; i < atlas->n; i++)
        atlas->at[i]->chances = NULL;
}

/* --- ways put together --- */

static struct chance one_after(const struct chance *a, const struct chance *b)
{
    struct chance both = {.p = a->p * b->p};
    for (int end = 0; end < 2; end++) {
        both.mean[end] = a->mean[end] + b->mean[end];
        both.variance[end] = a->variance[end] + b->variance[end];
    }
    return both;
}

/* By sums of what is positive alone: a way that is nearly never taken may go round so often that its time counts. */
static void either(struct chance *a, const struct chance *b)
{
    double p = a->p + b->p, first = p > 0 ? a->p / p : 0, second = p > 0 ? b->p / p : 0;
    for (int end = 0; end < 2; end++) {
        double apart = b->mean[end] - a->mean[end];
        a->variance[end] = first * a->variance[end] + second * b->variance[end] + first * second * apart * apart;
        a->mean[end] = first * a->mean[end] + second * b->mean[end];
    }
    a->p = p;
}

/* --- the chain --- */

/* A way out of a situation that has been taken out. */
struct way_out {
    uint32_t to; /* a situation */
    struct chance chance;
};

struct outs {
    struct way_out *at;
    uint32_t n;
};

struct chain {
    struct course *course;
    const struct odds *odds;
    struct arena *arena;
    const double *tidak;  /* per step */
    struct chance *turn;  /* per turn; p 0: it is never taken */
    uint32_t *rank;       /* per situation: when it is taken out, if it is met */
    uint32_t *ranked, n;  /* and which that is */
    struct outs *outs;    /* per situation, once it is taken out */
    struct chance *now;   /* per situation: of the one that is being taken out */
    uint64_t *met;        /* by rank: where `now` holds something */
    bool *is_exit, *lost; /* lost: it calls what may never end */
    bool lost_digits;     /* a probability has become too small to be told from none */
};

/* The chances of what is called, by exit. */
static bool weigh_call(struct chain *c, uint32_t number)
{
    const struct turn *turn = &c->course->turns[number];
    struct odds inside = odds_inside(c->odds, c->course->matters->sop->steps[c->course->at[turn->from].step].key);
    const struct chances *inner = chance_of(turn->inner, &inside, c->arena);
    if (inner && inner->known)
        c->turn[number] = inner->exit[turn->exit];
    c->lost[turn->from] = c->lost[turn->from] || !inner || !inner->known;
    return inner != NULL;
}

static bool weigh(struct chain *c)
{
    for (uint32_t i = 0; i < c->course->n_turns; i++) {
        const struct turn *turn = &c->course->turns[i];
        if (turn->kind == TURN_CALLED) {
            if (!weigh_call(c, i))
                return false;
            continue;
        }
        c->turn[i] = (struct chance){.p = chance_turn(c->course, turn, c->tidak),
                                     .mean = {(double)turn->ms[0], (double)turn->ms[1]}};
    }
    return true;
}

/* Ranks what can be met from the start, depth first: what is done with first is taken out first, so that most of what
 * it leads to has been taken out before. */
static bool rank(struct chain *c)
{
    const struct course *course = c->course;
    uint32_t *path = ARENA_ARRAY(c->arena, course->n, uint32_t), *next = ARENA_ARRAY(c->arena, course->n, uint32_t);
    bool *seen = ARENA_ARRAY(c->arena, course->n, bool);
    uint32_t depth = 0;
    if (!path || !next || !seen)
        return false;
    memset(c->rank, 0xFF, course->n * sizeof *c->rank);
    path[depth++] = 0;
    seen[0] = true;
    while (depth) {
        uint32_t at = path[depth - 1];
        if (next[at] == course->at[at].n) {
            c->rank[at] = c->n;
            c->ranked[c->n++] = at;
            depth--;
            continue;
        }
        uint32_t number = course->at[at].first + next[at]++, to = course->turns[number].to;
        if (c->turn[number].p > 0 && !seen[to]) {
            seen[to] = true;
            path[depth++] = to;
        }
    }
    return true;
}

/* Does every situation that can be met lead to some exit? Backwards, until nothing is added. */
static bool ends_surely(struct chain *c)
{
    bool *leads = ARENA_ARRAY(c->arena, c->course->n, bool), grew = leads != NULL;
    while (grew) {
        grew = false;
        for (uint32_t r = 0; r < c->n; r++) {
            uint32_t at = c->ranked[r];
            bool was = leads[at];
            leads[at] = was || c->is_exit[at];
            EACH_TURN (c->course, at, turn)
                leads[at] = leads[at] || (c->turn[turn - c->course->turns].p > 0 && leads[turn->to]);
            grew = grew || leads[at] != was;
        }
    }
    for (uint32_t r = 0; leads && r < c->n; r++)
        if (!leads[c->ranked[r]] || c->lost[c->ranked[r]])
            return false;
    return leads != NULL;
}

static void meet(struct chain *c, uint32_t to, const struct chance *chance)
{
    if (chance->p <= 0)
        return;
    ++*c->odds->merges;
    if (bits_has(c->met, c->rank[to])) {
        either(&c->now[to], chance);
    } else {
        bits_add(c->met, c->rank[to]);
        c->now[to] = *chance;
    }
}

/* Puts what was taken out before into what it led to. */
static void see_through(struct chain *c, uint32_t rank)
{
    size_t words = bits_words(c->n);
    for (ptrdiff_t r = bits_next(c->met, words, 0); r >= 0 && r < rank; r = bits_next(c->met, words, (size_t)r + 1)) {
        uint32_t through = c->ranked[r];
        if (c->is_exit[through])
            continue;
        bits_remove(c->met, (size_t)r);
        for (uint32_t i = 0; i < c->outs[through].n; i++) {
            const struct way_out *out = &c->outs[through].at[i];
            struct chance chance = one_after(&c->now[through], &out->chance);
            meet(c, out->to, &chance);
        }
    }
}

/* The times that a case goes round through the situation before it leaves: so many, each taking as long. */
static struct chance rounds(const struct chance *loop, double leaving)
{
    struct chance all = {.p = 1};
    double times = loop->p / leaving;
    for (int end = 0; end < 2; end++) {
        all.mean[end] = times * loop->mean[end];
        all.variance[end] = times * loop->variance[end] + times / leaving * loop->mean[end] * loop->mean[end];
    }
    return all;
}

/* Keeps what is left as the situation's ways out. */
static bool keep(struct chain *c, uint32_t rank)
{
    size_t words = bits_words(c->n);
    uint32_t at = c->ranked[rank];
    struct outs *outs = &c->outs[at];
    struct chance loop = {0};
    double leaving = 0;
    if (bits_has(c->met, rank)) {
        loop = c->now[at];
        bits_remove(c->met, rank);
    }
    outs->at = ARENA_ARRAY(c->arena, bits_count(c->met, words), struct way_out);
    if (!outs->at)
        return false;
    for (ptrdiff_t r = bits_next(c->met, words, 0); r >= 0; r = bits_next(c->met, words, (size_t)r + 1)) {
        bits_remove(c->met, (size_t)r);
        leaving += c->now[c->ranked[r]].p;
        outs->at[outs->n++] = (struct way_out){c->ranked[r], c->now[c->ranked[r]]};
    }
    if (leaving <= 0) {
        c->lost_digits = true;
        outs->n = 0;
        return true;
    }
    struct chance round = rounds(&loop, leaving);
    for (uint32_t i = 0; i < outs->n; i++) {
        outs->at[i].chance = one_after(&outs->at[i].chance, &round);
        outs->at[i].chance.p /= leaving;
    }
    return true;
}

static bool take_out(struct chain *c, uint32_t rank)
{
    uint32_t at = c->ranked[rank];
    if (c->is_exit[at])
        return true;
    EACH_TURN (c->course, at, turn)
        if (c->turn[turn - c->course->turns].p > 0)
            meet(c, turn->to, &c->turn[turn - c->course->turns]);
    see_through(c, rank);
    return keep(c, rank);
}

/* --- the whole --- */

static bool open_chain(struct chain *c)
{
    const struct course *course = c->course;
    c->turn = ARENA_ARRAY(c->arena, course->n_turns, struct chance);
    c->rank = ARENA_ARRAY(c->arena, course->n, uint32_t);
    c->ranked = ARENA_ARRAY(c->arena, course->n, uint32_t);
    c->outs = ARENA_ARRAY(c->arena, course->n, struct outs);
    c->now = ARENA_ARRAY(c->arena, course->n, struct chance);
    c->met = ARENA_ARRAY(c->arena, bits_words(course->n), uint64_t);
    c->is_exit = ARENA_ARRAY(c->arena, course->n, bool);
    c->lost = ARENA_ARRAY(c->arena, course->n, bool);
    for (uint32_t x = 0; c->is_exit && x < course->n_exits; x++)
        c->is_exit[course->exits[x]] = true;
    return c->tidak && !c->arena->failed;
}

/* The start is ranked last: its ways out lead to exits alone. */
static bool solve(struct chain *c, struct chances *chances)
{
    chances->exit = ARENA_ARRAY(c->arena, c->course->n_exits, struct chance);
    for (uint32_t r = 0; r < c->n && *c->odds->merges <= MOST_MERGES; r++)
        if (!take_out(c, r))
            return false;
    chances->known = *c->odds->merges <= MOST_MERGES && !c->lost_digits;
    for (uint32_t i = 0; chances->exit && chances->known && i < c->outs[0].n; i++)
        for (uint32_t x = 0; x < c->course->n_exits; x++)
            if (c->course->exits[x] == c->outs[0].at[i].to)
                chances->exit[x] = c->outs[0].at[i].chance;
    if (chances->exit && c->is_exit[0])
        chances->exit[0].p = 1;
    return chances->exit != NULL;
}

const struct chances *chance_of(struct course *course, const struct odds *odds, struct arena *arena)
{
    for (const struct chances *known = course->chances; known; known = known->next)
        if (odds_agree(&known->odds, odds))
            return known;
    struct chain chain = {.course = course, .odds = odds, .arena = arena};
    struct chances *chances = ARENA_NEW(arena, struct chances);
    chain.tidak = odds_of_steps(course->matters, odds, arena);
    if (!chances || !open_chain(&chain) || !weigh(&chain) || !rank(&chain))
        return NULL;
    if (ends_surely(&chain) && !solve(&chain, chances))
        return NULL;
    if (arena->failed)
        return NULL;
    chances->odds = *odds;
    chances->next = course->chances;
    course->chances = chances;
    return chances;
}
