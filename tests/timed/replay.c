#include "timed/replay.h"

#include "base/must.h"

enum { MOST_ENTERED = 16 };

/* The way while it is gone: how much of each list is used up. */
struct replay {
    const struct graph *graph;
    const struct way *way;
    bool ya;
    bool freely; /* documents may be brought to one entry of a call and not to the next */
    uint32_t at;
    size_t steps, answers, choices;
    int64_t ms[2];
    struct text entered[MOST_ENTERED]; /* calls to which something may be brought */
    size_t n_entered;
    bool again; /* one of them twice */
};

static bool is_joined(struct text whole, struct text left, const char *between, struct text right)
{
    struct text middle = text_of(between);
    if (whole.len != left.len + middle.len + right.len)
        return false;
    return text_eq((struct text){whole.at, left.len}, left) &&
           text_eq((struct text){whole.at + left.len, middle.len}, middle) &&
           text_eq((struct text){whole.at + left.len + middle.len, right.len}, right);
}

/* The path of what stands beside the point's step: a step or a document of the same SOP. */
static bool is_beside(struct text path, const struct point *point, struct text key)
{
    size_t before = point->path.len - point_step(point)->key.len;
    return is_joined(path, (struct text){point->path.at, before}, "", key);
}

/* --- documents --- */

/* Does the way bring the document to the SOP that begins at this point? */
static bool brings(const struct replay *r, const struct point *begin, struct text document)
{
    for (size_t i = 0; i < r->way->with.n; i++)
        if (is_beside(r->way->with.at[i], begin, document))
            return true;
    return false;
}

/* Is in hand at the begin of the SOP what the way brings, and nothing else that is optional and not passed? */
static bool is_brought(const struct replay *r, const struct point *begin, uint64_t passed)
{
    const struct level *top = stack_top(&begin->stack);
    uint64_t seen = looked_at(r->graph->sop, top->sop);
    for (uint16_t d = 0; d < top->sop->n_documents; d++) {
        const struct document *document = &top->sop->documents[d];
        bool open = document->given == GIVEN_OPTIONAL && (seen & ~passed) >> d & 1;
        if (open && (top->hand >> d & 1) != brings(r, begin, document->key))
            return false;
    }
    return true;
}

static uint64_t passed_into(const struct level *caller, uint16_t choice)
{
    const struct callee *callee = &caller->sop->steps[caller->step].call.callees[choice];
    uint64_t set = 0;
    for (uint16_t i = 0; i < callee->n_passes; i++)
        if (caller->hand >> callee->passes[i].from & 1)
            set |= UINT64_C(1) << callee->passes[i].to;
    return set;
}

/* --- one point after the other; false: that is not what the way tells --- */

static bool ends_with(struct text whole, struct text end)
{
    return whole.len >= end.len && text_eq((struct text){whole.at + whole.len - end.len, end.len}, end);
}

/* `REGION/FILE`, or the file alone. */
static bool is_sop(struct text name, const struct sop *sop)
{
    return ends_with(sop->name, name) &&
           (name.len == sop->name.len || sop->name.at[sop->name.len - name.len - 1] == '/');
}

static bool choose(struct replay *r, const struct point *point, uint16_t *choice)
{
    const struct call *call = &point_step(point)->call;
    *choice = 0;
    if (call->n == 1)
        return true;
    if (r->choices == r->way->choices.n)
        return false;
    struct text told = r->way->choices.at[r->choices++], name;
    if (!text_eq(text_cut(told, '=', &name), point->path))
        return false;
    while (*choice < call->n && !is_sop(name, call->callees[*choice].sop))
        ++*choice;
    return *choice < call->n;
}

static bool take_answer(struct replay *r, const struct point *point, enum answer *answer)
{
    *answer = ANSWER_NONE;
    if (!point_step(point)->decides)
        return true;
    if (r->answers == r->way->answers.n)
        return false;
    struct text told = r->way->answers.at[r->answers++];
    *answer = is_joined(told, point->path, "=", TEXT("tidak")) ? ANSWER_TIDAK : ANSWER_YA;
    return *answer == ANSWER_TIDAK ? !r->ya : is_joined(told, point->path, "=", TEXT("ya"));
}

/* All steps of a block stand there, in some order. */
static bool take_block(struct replay *r, const struct point *point)
{
    const struct sop *sop = stack_top(&point->stack)->sop;
    const struct branches *branches = &point_step(point)->parallel;
    uint16_t first = branches->at[0].first, last = branches->at[branches->n - 1].last;
    size_t n = (size_t)(last - first) + 1, found = 0;
    if (r->steps + n > r->way->steps.n)
        return false;
    for (uint16_t s = first; s <= last; s++)
        for (size_t i = 0; i < n; i++)
            found += is_beside(r->way->steps.at[r->steps + i], point, sop->steps[s].key);
    r->steps += n;
    return found == n;
}

static bool take_step(struct replay *r, const struct point *point, enum answer answer)
{
    if (point_step(point)->parallel.n)
        return take_block(r, point);
    if (r->steps == r->way->steps.n)
        return false;
    return is_joined(r->way->steps.at[r->steps++], point->path, answer == ANSWER_TIDAK ? " [tidak]" : "", TEXT(""));
}

static bool is_whole(const struct replay *r)
{
    const struct way *way = r->way;
    return r->steps == way->steps.n && r->answers == way->answers.n && r->choices == way->choices.n &&
           way->elapsed.sort == TOTAL_KNOWN && way->elapsed.min_ms == r->ms[0] && way->elapsed.max_ms == r->ms[1];
}

/* What happens at a point. */
struct happening {
    enum answer answer;
    uint16_t choice;
    uint64_t passed;
};

static bool take(struct replay *r, const struct point *point, struct happening *happening)
{
    if (point->kind == POINT_CALLS) {
        if (!choose(r, point, &happening->choice))
            return false;
        happening->passed = passed_into(stack_top(&point->stack), happening->choice);
    }
    if (point->kind == POINT_DOES &&
        (!take_answer(r, point, &happening->answer) || !take_step(r, point, happening->answer)))
        return false;
    r->ms[0] += point->ms[0];
    r->ms[1] += point->ms[1];
    return true;
}

static bool may_take(const struct replay *r, const struct point *point, const struct happening *happening,
                     const struct edge *edge)
{
    bool brings_some = point->kind == POINT_START || (point->kind == POINT_CALLS && !r->freely);
    return edge->answer == happening->answer && edge->choice == happening->choice && !edge->back &&
           (!brings_some || is_brought(r, &r->graph->points[edge->to], happening->passed));
}

static bool takes_optional(const struct sop *sop)
{
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].given == GIVEN_OPTIONAL)
            return true;
    return false;
}

/* Notes the entry of a call to which something may be brought. */
static void enter(struct replay *r, const struct point *point, const struct edge *edge)
{
    if (point->kind != POINT_CALLS || !takes_optional(point_step(point)->call.callees[edge->choice].sop))
        return;
    for (size_t i = 0; i < r->n_entered; i++)
        r->again = r->again || text_eq(r->entered[i], point->path);
    if (r->n_entered < MOST_ENTERED)
        r->entered[r->n_entered++] = point->path;
    else
        r->again = true;
}

static bool go(struct replay r, size_t budget, bool *again)
{
    const struct point *point = &r.graph->points[r.at];
    struct happening happening = {.answer = ANSWER_NONE};
    *again = r.again;
    if (r.at == THE_LAST)
        return is_whole(&r);
    if (budget == 0 || !take(&r, point, &happening))
        return false;
    for (uint32_t e = point->first; e < point->first + point->n; e++) {
        const struct edge *edge = &r.graph->edges[e];
        struct replay next = r;
        next.at = edge->to;
        enter(&next, point, edge);
        if (may_take(&r, point, &happening, edge) && go(next, budget - 1, again))
            return true;
    }
    return false;
}

bool replay_way(const struct graph *graph, const struct way *way, bool ya)
{
    struct replay r = {.graph = graph, .way = way, .ya = ya, .at = THE_START};
    bool again = false;
    if (way->cut || go(r, MOST_POINTS, &again))
        return !again;
    r.freely = true;
    must(go(r, MOST_POINTS, &again) && again);
    return false;
}
