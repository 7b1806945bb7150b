/* B304: what is handed over and then overwritten by another step before anyone read it.
 *
 * A search in two phases from the start: before the step hands the document over, and after it, unread. Whoever reads
 * the document ends a way, so does the same step when it is done again (that is rework), and what goes with a Tidak is
 * read by being told. First one backward pass over all documents at once tells for which a search can succeed. */
#include <string.h>

#include "check/block.h"
#include "check/survey.h"

struct overwriting {
    struct survey *s;
    struct block block;
    uint64_t *ahead; /* per node: documents that some way from here overwrites unread */
    uint64_t *some;
    uint64_t *read; /* what the steps of block `read_fork` read */
    uint16_t read_fork;
    size_t words;
    uint16_t writer, document;
};

/* --- who reads and writes --- */

static bool reads(const struct sop *sop, const struct exit *exit, uint16_t document)
{
    const struct step *step = &sop->steps[exit->step];
    if (step->unless.document == document)
        return true;
    if (exit->left == LEFT_SKIPPED || exit->left == LEFT_EXPIRED)
        return false;
    bool passes = false;
    if (exit->left == LEFT_CALLED)
        for (uint16_t i = 0; i < step->call.callees[exit->choice].n_passes; i++)
            passes = passes || step->call.callees[exit->choice].passes[i].from == document;
    return passes || refs_name(&step->inputs, document);
}

static bool forks(const struct sop *sop, uint16_t step) { return sop->plan.traits[step] & STEP_FORKS; }

/* The step whose nodes stand for this one. */
static uint16_t outer(const struct sop *sop, uint16_t step)
{
    return sop->plan.inside[step] == NONE ? step : sop->plan.inside[step];
}

/* --- inside a block: what can happen before what --- */

struct holding {
    const struct sop *sop;
    uint16_t document, writer;
    const uint64_t *earlier; /* readers that came before the writer are not held */
};

static bool holds_writer(void *self, uint16_t step)
{
    const struct holding *holding = self;
    return step == holding->writer;
}

static bool holds_readers(void *self, uint16_t step)
{
    const struct holding *holding = self;
    bool earlier = holding->earlier && bits_has(holding->earlier, step);
    return !earlier && refs_name(&holding->sop->steps[step].inputs, holding->document);
}

/* Does a branch's step write the document? The first from `from` on up to `last`, or NONE. */
static uint16_t writer_in(const struct sop *sop, uint16_t from, uint16_t last, uint16_t document)
{
    for (uint16_t s = from; s <= last; s++)
        if (refs_name(&sop->steps[s].outputs, document))
            return s;
    return NONE;
}

/* Does any step of the block read the document? The documents that are read are gathered once a block. */
static bool has_reader(struct overwriting *o, uint16_t fork, uint16_t document)
{
    const struct sop *sop = o->s->ways.sop;
    const struct branches *branches = &sop->steps[fork].parallel;
    if (o->read_fork != fork) {
        o->read_fork = fork;
        memset(o->read, 0, o->words * sizeof *o->read);
        for (uint16_t s = branches->at[0].first; s <= branches->at[branches->n - 1].last; s++)
            for (size_t i = 0; i < sop->steps[s].inputs.n; i++)
                bits_add(o->read, sop->steps[s].inputs.at[i].document);
    }
    return bits_has(o->read, document);
}

static uint16_t last_of_branch(const struct sop *sop, uint16_t step)
{
    const struct branches *branches = &sop->steps[sop->plan.inside[step]].parallel;
    for (uint16_t b = 0; b < branches->n; b++)
        if (step <= branches->at[b].last)
            return branches->at[b].last;
    return step;
}

/* Unread as the block begins: can a branch overwrite it before any step of the block reads it? */
static bool block_overwrites(struct overwriting *o, uint32_t node)
{
    const struct sop *sop = o->s->ways.sop;
    uint16_t fork = o->s->ways.nodes[node].step;
    const struct branches *branches = &sop->steps[fork].parallel;
    if (!exit_makes(&o->s->ways.exits.at[o->s->ways.exits.first[fork]], o->document))
        return false;
    struct holding holding = {.sop = sop, .document = o->document};
    block_begin(&o->block, fork, survey_may(o->s, node));
    block_run_without(&o->block, holds_readers, &holding);
    for (uint16_t b = 0; b < branches->n; b++) {
        uint16_t writer = writer_in(sop, branches->at[b].first, branches->at[b].last, o->document);
        if (writer != NONE && writer != o->writer && block_is_done(&o->block, writer))
            return true;
    }
    return false;
}

/* The writer stands in this block. Everything that can come before it has; then it is done, then what need not read
 * the document. */
static const uint64_t *run_past_writer(struct overwriting *o, uint32_t node)
{
    const struct sop *sop = o->s->ways.sop;
    struct holding holding = {.sop = sop, .document = o->document, .writer = o->writer};
    block_begin(&o->block, o->s->ways.nodes[node].step, survey_may(o->s, node));
    block_run_without(&o->block, holds_writer, &holding);
    for (size_t w = 0; w < sop->plan.step_words; w++)
        o->some[w] = o->block.done[w];
    bits_add(o->some, o->writer); /* it may read the version before its own */
    holding.earlier = o->some;
    block_run_without(&o->block, holds_readers, &holding);
    return o->some;
}

/* Does a later step of the writer's own branch overwrite it, unread? */
static bool overwrites_itself(struct overwriting *o, uint32_t node)
{
    const struct sop *sop = o->s->ways.sop;
    uint16_t next = writer_in(sop, (uint16_t)(o->writer + 1), last_of_branch(sop, o->writer), o->document);
    if (next == NONE)
        return false;
    run_past_writer(o, node);
    return block_is_done(&o->block, next) && !refs_name(&sop->steps[next].inputs, o->document);
}

/* Can the block end with the writer's version unread? Only if whoever reads the document can come before the writer. */
static bool leaves_unread(struct overwriting *o, uint32_t node)
{
    const struct sop *sop = o->s->ways.sop;
    const struct branches *branches = &sop->steps[o->s->ways.nodes[node].step].parallel;
    if (writer_in(sop, (uint16_t)(o->writer + 1), last_of_branch(sop, o->writer), o->document) != NONE)
        return false;
    if (!has_reader(o, o->s->ways.nodes[node].step, o->document))
        return true;
    const uint64_t *earlier = run_past_writer(o, node);
    for (uint16_t s = branches->at[0].first; s <= branches->at[branches->n - 1].last; s++)
        if (refs_name(&sop->steps[s].inputs, o->document) && !bits_has(earlier, s))
            return false;
    return true;
}

/* --- the search: phase 1 is handed over and unread --- */

static int start_before(const struct quest *quest, uint32_t node)
{
    (void)quest;
    (void)node;
    return PHASE_0;
}

static bool hands_over(struct overwriting *o, const struct edge *edge)
{
    const struct sop *sop = o->s->ways.sop;
    const struct exit *exit = ways_exit(&o->s->ways, edge);
    if (exit->step != outer(sop, o->writer) || exit->left == LEFT_TIDAK || !survey_makes(o->s, edge, o->document))
        return false;
    return !forks(sop, exit->step) || leaves_unread(o, edge->from);
}

static bool stays_unread(struct overwriting *o, const struct edge *edge)
{
    const struct sop *sop = o->s->ways.sop;
    const struct exit *exit = ways_exit(&o->s->ways, edge);
    if (survey_makes(o->s, edge, o->document))
        return false;
    if (exit->step == outer(sop, o->writer) && exit->left != LEFT_SKIPPED && exit->left != LEFT_EXPIRED)
        return false;
    if (forks(sop, exit->step))
        return !has_reader(o, exit->step, o->document);
    bool gone = exit->clocks && bits_has(exit->clocks, o->document) && bits_count(exit->clocks, o->words) == 1;
    return !gone && !reads(sop, exit, o->document);
}

static int cross(const struct quest *quest, const struct edge *edge, int phase)
{
    struct overwriting *o = quest->more;
    int guard = edge->to < quest->ways->n_nodes ? ways_guard(quest->ways, o->document) : -1;
    bool in_hand = guard < 0 || quest->ways->nodes[edge->to].world >> guard & 1;
    int unread = in_hand ? PHASE_1 : NO_PHASE;
    if (phase == 0)
        return PHASE_0 | (hands_over(o, edge) ? unread : NO_PHASE);
    return stays_unread(o, edge) ? unread : NO_PHASE;
}

static bool is_overwritten(const struct quest *quest, uint32_t node, int phase)
{
    struct overwriting *o = quest->more;
    const struct sop *sop = quest->ways->sop;
    if (node == quest->ways->n_nodes)
        return false;
    uint16_t step = quest->ways->nodes[node].step;
    bool own = step == outer(sop, o->writer);
    if (phase == 0)
        return own && forks(sop, step) && overwrites_itself(o, node);
    if (forks(sop, step))
        return block_overwrites(o, node);
    if (own)
        return false;
    EACH_EDGE (quest->ways, node, edge)
        if (survey_makes(o->s, edge, o->document) && !reads(sop, ways_exit(quest->ways, edge), o->document))
            return true;
    return false;
}

/* --- the backward pass --- */

/* What is written at this exit, and not read by it before, or further on. */
static bool look_ahead(struct overwriting *o, const struct edge *edge)
{
    const struct survey *s = o->s;
    const struct exit *exit = ways_exit(&s->ways, edge);
    const struct step *step = &s->ways.sop->steps[exit->step];
    const uint64_t *next = o->ahead + edge->to * o->words;
    uint64_t *here = o->ahead + edge->from * o->words, changed = 0;
    for (size_t w = 0; w < o->words; w++)
        o->some[w] = next[w] | (exit->left == LEFT_SKIPPED ? 0 : exit->maybe[w]);
    for (uint16_t i = 0; i < exit->n_copies; i++)
        bits_add(o->some, exit->copies[i].to);
    for (size_t i = 0; exit->left != LEFT_SKIPPED && exit->left != LEFT_EXPIRED && i < step->inputs.n; i++)
        bits_remove(o->some, step->inputs.at[i].document);
    if (step->unless.document != NONE)
        bits_remove(o->some, step->unless.document);
    for (size_t w = 0; w < o->words; w++) {
        changed |= o->some[w] & ~here[w];
        here[w] |= o->some[w];
    }
    return changed != 0;
}

static bool prepare(struct overwriting *o, struct survey *s)
{
    size_t most = s->hands.words > s->ways.sop->plan.step_words ? s->hands.words : s->ways.sop->plan.step_words;
    *o = (struct overwriting){.s = s,
                              .words = s->hands.words,
                              .ahead = ARENA_ARRAY(s->scratch, (s->ways.n_nodes + 1u) * s->hands.words, uint64_t),
                              .some = ARENA_ARRAY(s->scratch, most, uint64_t),
                              .read = ARENA_ARRAY(s->scratch, s->hands.words, uint64_t),
                              .read_fork = NONE};
    if (!block_init(&o->block, s->ways.sop, s->scratch))
        return false;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = s->ways.n_edges; i-- > 0;)
            changed = look_ahead(o, &s->ways.edges[i]) || changed;
    }
    return true;
}

static bool may_be_overwritten(const struct overwriting *o)
{
    const struct sop *sop = o->s->ways.sop;
    if (sop->plan.inside[o->writer] != NONE &&
        writer_in(sop, (uint16_t)(o->writer + 1), last_of_branch(sop, o->writer), o->document) != NONE)
        return true;
    EACH_NODE (&o->s->ways, outer(sop, o->writer), node)
        EACH_EDGE (&o->s->ways, node, edge)
            if (edge->to < o->s->ways.n_nodes && bits_has(o->ahead + edge->to * o->words, o->document))
                return true;
    return false;
}

/* --- reporting --- */

/* The step that overwrites at the end of the way. */
static uint16_t overwriter(const struct overwriting *o, const struct found_way *way)
{
    const struct sop *sop = o->s->ways.sop;
    uint16_t step = o->s->ways.nodes[way->node].step;
    if (!forks(sop, step))
        return step;
    if (way->phase == 0) /* within the block that it is made in */
        return writer_in(sop, (uint16_t)(o->writer + 1), last_of_branch(sop, o->writer), o->document);
    const struct branches *branches = &sop->steps[step].parallel;
    return writer_in(sop, branches->at[0].first, branches->at[branches->n - 1].last, o->document);
}

static void report(struct overwriting *o, const struct ref *output, const struct found_way *way)
{
    struct survey *s = o->s;
    const struct sop *sop = s->ways.sop;
    const struct step *step = &sop->steps[o->writer];
    struct text key = sop->documents[o->document].key;
    uint16_t other = overwriter(o, way);
    struct finding *finding = check_report(s->c, FINDING_B304, output->span, check_place(s->c, step->key, key));
    if (!finding)
        return;
    finding->name = key;
    finding->value = step->key;
    finding->other = sop->steps[other].key;
    finding->first = sop->steps[other].span;
    finding->note = PHRASE_NOTE_OVERWRITTEN_HERE;
    if (way->edges)
        finding->path = witness_path(s->c, &s->ways, way, other);
}

/* In the block that it is made in, at one of its nodes? */
static bool is_overwritten_at_once(struct overwriting *o, const struct quest *quest, struct found_way *way)
{
    EACH_NODE (&o->s->ways, quest->step, node) {
        if (is_overwritten(quest, node, 0)) {
            *way = (struct found_way){.node = node};
            return true;
        }
    }
    return false;
}

/* First from the writer on, which is short; the way from the start is looked for only where it is shown. */
static void judge(struct overwriting *o, const struct ref *output, struct search_room *room)
{
    struct survey *s = o->s;
    struct found_way way;
    survey_brief(s);
    struct quest quest = {.ways = &s->ways,
                          .scratch = s->brief,
                          .from = start_before,
                          .cross = cross,
                          .is_goal = is_overwritten,
                          .step = outer(s->ways.sop, o->writer),
                          .more = o,
                          .room = room,
                          .from_step = true};
    if (!is_overwritten_at_once(o, &quest, &way) && !witness_search(&quest, &way))
        return;
    struct found_way whole = {.node = way.node, .phase = way.phase};
    quest.from_step = false;
    if (witness_is_wanted(s->c))
        witness_search(&quest, &whole);
    report(o, output, &whole);
}

void check_overwritten(struct survey *s)
{
    const struct sop *sop = s->ways.sop;
    struct overwriting o;
    struct search_room room;
    if (!prepare(&o, s) || !search_room_init(&room, &s->ways, s->scratch))
        return;
    for (o.writer = 0; o.writer < sop->n_steps; o.writer++)
        for (size_t i = 0; i < sop->steps[o.writer].outputs.n; i++) {
            o.document = sop->steps[o.writer].outputs.at[i].document;
            if (!findings_are_full(s->c->findings, sop->file) && may_be_overwritten(&o))
                judge(&o, &sop->steps[o.writer].outputs.at[i], &room);
        }
}
