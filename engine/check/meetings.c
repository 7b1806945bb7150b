/* B305: where the work passes from one actor to another and nothing that is handed over is taken. */
#include "check/survey.h"

struct meeting {
    struct survey *s;
    uint16_t *before; /* per step: the first step before it of whose documents it takes nothing, or NONE */
    const struct exit **by;
};

static bool takes(const struct step *step, const struct exit *exit, size_t words)
{
    for (size_t i = 0; i < step->inputs.n; i++)
        if (exit_makes(exit, step->inputs.at[i].document))
            return true;
    for (uint16_t c = 0; c < step->call.n; c++)
        for (uint16_t i = 0; i < step->call.callees[c].n_passes; i++)
            if (exit_makes(exit, step->call.callees[c].passes[i].from))
                return true;
    /* What goes with a Tidak is taken by being told. */
    return exit->left == LEFT_TIDAK && bits_count(exit->maybe, words) > 0;
}

/* Does somebody else than `actor` hand the work on by this exit? Behind a block: the last of any branch. */
static bool changes_actor(const struct sop *sop, const struct exit *exit, uint16_t actor)
{
    const struct step *step = &sop->steps[exit->step];
    if (step->parallel.n == 0)
        return step->actor != actor;
    for (uint16_t b = 0; b < step->parallel.n; b++)
        if (sop->steps[step->parallel.at[b].last].actor != actor)
            return true;
    return false;
}

static void meet(struct meeting *m, const struct exit *exit, uint16_t to)
{
    const struct sop *sop = m->s->ways.sop;
    const struct step *step = &sop->steps[to];
    if (!changes_actor(sop, exit, step->actor) || takes(step, exit, m->s->hands.words))
        return;
    if (m->before[to] == NONE || exit->step < m->before[to]) {
        m->before[to] = exit->step;
        m->by[to] = exit;
    }
}

static void meet_at(struct meeting *m, const struct exit *exit, uint32_t node)
{
    uint16_t to = m->s->ways.nodes[node].step;
    const struct branches *branches = &m->s->ways.sop->steps[to].parallel;
    if (survey_skips(m->s, node))
        return;
    for (uint16_t b = 0; b < branches->n; b++)
        meet(m, exit, branches->at[b].first);
    if (branches->n == 0)
        meet(m, exit, to);
}

/* From each step of a branch to the next one in it; the ways have the block as a whole only. */
static void meet_in_branch(struct meeting *m, const struct branch *branch)
{
    const struct plan *plan = &m->s->ways.sop->plan;
    for (uint16_t step = branch->first; step < branch->last; step++) {
        struct exit *exit = ARENA_NEW(m->s->scratch, struct exit);
        const uint64_t *gives = plan->gives[0] + step * (size_t)plan->document_words;
        if (!exit)
            return;
        *exit =
            (struct exit){.step = step, .to = (uint16_t)(step + 1), .left = LEFT_DONE, .surely = gives, .maybe = gives};
        meet(m, exit, exit->to);
    }
}

static struct text handed_list(struct survey *s, const struct exit *exit)
{
    struct buf buf = BUF_INIT;
    size_t words = s->hands.words;
    for (ptrdiff_t d = bits_next(exit->maybe, words, 0); d >= 0; d = bits_next(exit->maybe, words, (size_t)d + 1)) {
        buf_string(&buf, buf.len ? ", `" : "`");
        buf_text(&buf, s->ways.sop->documents[d].key);
        buf_byte(&buf, '`');
    }
    struct text text = {buf.len ? arena_copy(s->c->arena, buf.at, buf.len) : NULL, buf.len};
    s->c->arena->failed = s->c->arena->failed || buf.failed;
    buf_release(&buf);
    return text.at ? text : (struct text){0};
}

/* NONE: the row's. */
static enum phrase way_out(const struct exit *exit, const struct step *before, bool handed)
{
    if (before->parallel.n)
        return PHRASE_WAY_TAKE_FROM_BRANCH;
    return exit->left == LEFT_TIDAK && !handed ? PHRASE_WAY_HAND_WITH_TIDAK : PHRASE_NONE;
}

static void report(struct meeting *m, uint16_t to)
{
    struct survey *s = m->s;
    const struct sop *sop = s->ways.sop;
    const struct step *before = &sop->steps[m->before[to]];
    struct text handed = handed_list(s, m->by[to]);
    struct finding *finding = check_report(s->c, FINDING_B305, sop->steps[to].span, sop->steps[to].key);
    if (!finding)
        return;
    finding->name = sop->steps[to].key;
    finding->value = before->key;
    finding->other = handed;
    finding->way = way_out(m->by[to], before, handed.len > 0);
    finding->want = handed.len ? PHRASE_HANDED_OVER : PHRASE_HANDED_NOTHING;
    finding->first = before->span;
    finding->note = PHRASE_NOTE_STEP_BEFORE;
}

void check_meetings(struct survey *s)
{
    uint16_t n = s->ways.sop->n_steps;
    struct meeting m = {
        .s = s, .before = ARENA_ARRAY(s->scratch, n, uint16_t), .by = ARENA_ARRAY(s->scratch, n, const struct exit *)};
    if (s->scratch->failed)
        return;
    for (uint16_t i = 0; i < n; i++)
        m.before[i] = NONE;
    for (uint32_t i = 0; i < s->ways.n_edges; i++) {
        const struct edge *edge = &s->ways.edges[i];
        const struct exit *exit = ways_exit(&s->ways, edge);
        if (edge->to < s->ways.n_nodes && exit->left != LEFT_SKIPPED && exit->left != LEFT_EXPIRED)
            meet_at(&m, exit, edge->to);
    }
    for (uint16_t i = 0; i < n; i++)
        for (uint16_t b = 0; b < s->ways.sop->steps[i].parallel.n; b++)
            meet_in_branch(&m, &s->ways.sop->steps[i].parallel.at[b]);
    for (uint16_t i = 0; i < n; i++)
        if (m.before[i] != NONE)
            report(&m, i);
}
