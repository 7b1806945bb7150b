/* B201, B202, B203: is every step reached, does some path end from it, do answers make a difference. */
#include "check/survey.h"

bool survey_skips(const struct survey *s, uint32_t node)
{
    uint16_t unless = s->ways.sop->plan.unless[s->ways.nodes[node].step];
    return ways_skips(&s->ways, node) || (unless != NONE && bits_has(survey_must(s, node), unless));
}

/* --- B201 --- */

/* The way by which a case passes the step by: to the next step of the list that is reached, or to the end. */
static struct path path_past(struct survey *s, uint16_t step)
{
    uint32_t past = s->ways.n_nodes;
    struct found_way way;
    for (uint16_t other = (uint16_t)(step + 1); other < s->ways.sop->n_steps && past == s->ways.n_nodes; other++)
        EACH_NODE (&s->ways, other, node)
            past = node < past ? node : past;
    if (!witness_is_wanted(s->c) || !witness_to(&s->ways, past, s->brief, &way))
        return (struct path){0};
    return witness_path(s->c, &s->ways, &way, past == s->ways.n_nodes ? NONE : s->ways.nodes[past].step);
}

static void not_reached(struct survey *s, uint16_t step)
{
    const struct step *at = &s->ways.sop->steps[step];
    survey_brief(s);
    struct finding *finding = check_report(s->c, FINDING_B201, at->span, at->key);
    if (!finding)
        return;
    finding->name = at->key;
    finding->want = PHRASE_NOT_REACHED;
    finding->path = path_past(s, step);
}

static void always_skipped(struct survey *s, uint16_t step, uint32_t node)
{
    const struct step *at = &s->ways.sop->steps[step];
    survey_brief(s);
    struct finding *finding = check_report(s->c, FINDING_B201, at->unless.span, at->key);
    struct found_way way;
    if (!finding)
        return;
    finding->name = at->key;
    finding->want = PHRASE_ALWAYS_SKIPPED;
    finding->way = PHRASE_WAY_NOT_SKIPPED;
    finding->value = s->ways.sop->documents[at->unless.document].key;
    if (witness_is_wanted(s->c) && witness_to(&s->ways, node, s->brief, &way))
        finding->path = witness_path(s->c, &s->ways, &way, step);
}

static void check_reached(struct survey *s, uint16_t step)
{
    uint32_t first = UINT32_MAX;
    bool done = false;
    EACH_NODE (&s->ways, step, node) {
        first = node < first ? node : first;
        done = done || !survey_skips(s, node);
    }
    if (first == UINT32_MAX)
        not_reached(s, step);
    else if (!done)
        always_skipped(s, step, first);
}

/* --- B202 --- */

/* Which nodes come to the end, by going back from it. The edges are walked until nothing changes: a way back through
 * the list takes one round more. */
static bool *ending_nodes(const struct survey *s)
{
    const struct ways *ways = &s->ways;
    bool *ends = ARENA_ARRAY(s->scratch, ways->n_nodes + 1u, bool);
    if (!ends)
        return NULL;
    ends[ways->n_nodes] = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = ways->n_edges; i-- > 0;)
            if (ends[ways->edges[i].to] && !ends[ways->edges[i].from]) {
                ends[ways->edges[i].from] = true;
                changed = true;
            }
    }
    return ends;
}

/* To the node, and on from there until it has gone round. */
static struct path path_round(struct survey *s, uint32_t node)
{
    const struct ways *ways = &s->ways;
    bool *seen = ARENA_ARRAY(s->brief, ways->n_nodes + 1u, bool);
    struct found_way way;
    if (!witness_is_wanted(s->c) || !seen || !witness_to(ways, node, s->brief, &way))
        return (struct path){0};
    const struct edge **edges = ARENA_ARRAY(s->brief, way.n + ways->n_nodes, const struct edge *);
    if (!edges)
        return (struct path){0};
    for (uint32_t i = 0; i < way.n; i++)
        edges[i] = way.edges[i];
    way.edges = edges;
    for (uint32_t at = node; !seen[at]; at = edges[way.n++]->to) {
        seen[at] = true;
        edges[way.n] = &ways->edges[ways->first_edge[at]];
    }
    return witness_path(s->c, ways, &way, ways->nodes[edges[way.n - 1]->to].step);
}

static void never_ends(struct survey *s, uint16_t step, uint32_t node)
{
    const struct step *at = &s->ways.sop->steps[step];
    survey_brief(s);
    struct finding *finding = check_report(s->c, FINDING_B202, at->span, at->key);
    if (!finding)
        return;
    finding->name = at->key;
    finding->path = path_round(s, node);
}

static void check_ending(struct survey *s, uint16_t step, const bool *ends)
{
    EACH_NODE (&s->ways, step, node)
        if (!ends[node]) {
            never_ends(s, step, node);
            return;
        }
}

void check_reach(struct survey *s)
{
    const bool *ends = ending_nodes(s);
    for (uint16_t step = 0; ends && step < s->ways.sop->n_steps; step++) {
        if (s->ways.sop->steps[step].inside != NONE)
            continue; /* a branch goes with its parallel step */
        check_reached(s, step);
        check_ending(s, step, ends);
    }
}

/* --- B203 --- */

/* Where the case ends either way, what is handed over at the end may be the difference: a licence or a refusal. */
static bool ends_otherwise(const struct plan *plan, uint16_t step)
{
    const size_t words = plan->document_words;
    const uint64_t *ya = plan->gives[0] + step * words, *tidak = plan->gives[1] + step * words;
    return plan->goes[0][step] == STEP_END && !(bits_within(ya, tidak, words) && bits_within(tidak, ya, words));
}

void check_decisions(struct checker *c)
{
    const struct plan *plan = &c->sop->plan;
    for (uint16_t s = 0; s < c->sop->n_steps; s++) {
        const struct step *step = &c->sop->steps[s];
        if (!step->decides || plan->goes[0][s] != plan->goes[1][s] || ends_otherwise(plan, s))
            continue;
        struct finding *finding = check_report(c, FINDING_B203, step->tidak.span, step->key);
        if (finding) {
            finding->name = step->key;
            finding->value = plan->goes[0][s] == STEP_END ? TEXT("end") : c->sop->steps[plan->goes[0][s]].key;
        }
    }
}
