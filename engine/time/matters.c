#include "time/matters.h"

#include <string.h>

/* What is being found out about one SOP: a growing set of its documents. */
struct search {
    struct matters_table *table;
    struct matters *matters;
    uint64_t *set;
    size_t words; /* of a set of the SOP's documents */
};

/* --- the set: what the SOP looks at itself, and what calls look at --- */

static void add_own(struct search *s)
{
    const struct sop *sop = s->matters->sop;
    for (uint16_t i = 0; i < sop->n_steps; i++) {
        if (sop->steps[i].unless.document != NONE)
            bits_add(s->set, sop->steps[i].unless.document);
        for (size_t w = 0; s->matters->blocks[i] && w < s->words; w++)
            s->set[w] |= s->matters->blocks[i]->crossing[w];
    }
}

/* The callee's documents that come back as ones that matter here. */
static uint64_t *wanted_back(const struct search *s, const struct callee *callee)
{
    uint64_t *wanted = ARENA_ARRAY(s->table->arena, bits_words(callee->sop->n_documents), uint64_t);
    for (uint16_t i = 0; wanted && i < callee->n_brings; i++)
        if (bits_has(s->set, callee->brings[i].to))
            bits_add(wanted, callee->brings[i].from);
    return wanted;
}

static bool add_of_callee(struct search *s, const struct callee *callee, struct matters **inner)
{
    uint64_t *wanted = wanted_back(s, callee);
    *inner = wanted ? matters_of(s->table, callee->sop, wanted) : NULL;
    for (uint16_t i = 0; *inner && i < callee->n_passes; i++)
        if ((*inner)->number[callee->passes[i].to] != NONE)
            bits_add(s->set, callee->passes[i].from);
    return *inner != NULL;
}

static bool add_of_calls(struct search *s)
{
    const struct sop *sop = s->matters->sop;
    for (uint16_t i = 0; i < sop->n_steps; i++)
        for (uint16_t c = 0; c < sop->steps[i].call.n; c++)
            if (!add_of_callee(s, &sop->steps[i].call.callees[c], &s->matters->inner[s->matters->first_inner[i] + c]))
                return false;
    return true;
}

/* Until nothing is added: what matters in a callee can depend on what matters here, and the other way round. */
static bool close(struct search *s)
{
    size_t before;
    add_own(s);
    do {
        before = bits_count(s->set, s->words);
        if (!add_of_calls(s))
            return false;
    } while (bits_count(s->set, s->words) > before);
    return true;
}

/* --- what may still be looked at --- */

static bool reads_for_call(const struct matters *m, uint16_t step, uint16_t choice, uint16_t document)
{
    const struct callee *callee = &m->sop->steps[step].call.callees[choice];
    const struct matters *inner = m->inner[m->first_inner[step] + choice];
    for (uint16_t i = 0; i < callee->n_passes; i++)
        if (callee->passes[i].from == document && inner->number[callee->passes[i].to] != NONE)
            return true;
    return false;
}

bool matters_reads(const struct matters *m, uint16_t step, uint16_t choice, uint16_t number)
{
    const struct step *at = &m->sop->steps[step];
    uint16_t document = m->documents[number];
    for (uint16_t c = 0; c < at->call.n; c++)
        if ((choice == NONE || choice == c) && reads_for_call(m, step, c, document))
            return true;
    return at->unless.document == document || (m->blocks[step] && bits_has(m->blocks[step]->crossing, document));
}

static bool join(uint64_t *live, const uint64_t *next, size_t words)
{
    bool grew = false;
    for (size_t w = 0; w < words; w++) {
        grew = grew || (next[w] & ~live[w]);
        live[w] |= next[w];
    }
    return grew;
}

static const uint64_t *live_at(const struct matters *m, uint16_t step)
{
    return m->live + (step == STEP_END ? m->sop->n_steps : step) * m->words;
}

/* Backwards until nothing is added; a step inside a branch has its block's word. */
static void find_live(struct matters *m)
{
    const struct plan *plan = &m->sop->plan;
    bool grew = m->n > 0;
    while (grew) {
        grew = false;
        for (uint16_t s = m->sop->n_steps; s-- > 0;) {
            if (plan->inside[s] != NONE)
                continue;
            for (int tidak = 0; tidak < 2; tidak++)
                grew |= join(m->live + s * m->words, live_at(m, plan->goes[tidak][s]), m->words);
        }
    }
}

static void mark_reads(struct matters *m)
{
    for (uint16_t i = 0; i < m->n; i++) {
        for (uint16_t s = 0; s < m->sop->n_steps; s++)
            if (m->sop->plan.inside[s] == NONE && matters_reads(m, s, NONE, i))
                bits_add(m->live + s * m->words, i);
        if (bits_has(m->wanted, m->documents[i]))
            bits_add(m->live + m->sop->n_steps * m->words, i);
    }
}

/* --- one SOP --- */

static bool list_set(struct matters *m, const uint64_t *set, struct arena *arena)
{
    size_t words = bits_words(m->sop->n_documents);
    uint16_t *list = ARENA_ARRAY(arena, bits_count(set, words), uint16_t);
    m->number = ARENA_ARRAY(arena, m->sop->n_documents, uint16_t);
    if (!list || !m->number)
        return false;
    for (uint16_t d = 0; d < m->sop->n_documents; d++) {
        bool matters = bits_has(set, d);
        m->number[d] = matters ? m->n : NONE;
        if (matters)
            list[m->n++] = d;
    }
    m->documents = list;
    m->words = bits_words(m->n);
    return true;
}

static bool begin(struct matters *m, struct arena *arena)
{
    uint32_t calls = 0;
    m->first_inner = ARENA_ARRAY(arena, m->sop->n_steps, uint32_t);
    m->goes_back = ARENA_ARRAY(arena, m->sop->n_steps, bool);
    m->blocks = ARENA_ARRAY(arena, m->sop->n_steps, struct block *);
    for (uint16_t s = 0; m->first_inner && m->goes_back && m->blocks && s < m->sop->n_steps; s++) {
        m->first_inner[s] = calls;
        m->goes_back[s] = sop_goes_back(m->sop, s);
        calls += m->sop->steps[s].call.n;
        if (m->sop->steps[s].parallel.n)
            m->blocks[s] = block_make(m->sop, s, arena);
    }
    m->inner = ARENA_ARRAY(arena, calls, struct matters *);
    return !arena->failed;
}

static bool fill(struct matters_table *table, struct matters *m)
{
    struct arena *arena = table->arena;
    struct search search = {.table = table, .matters = m, .words = bits_words(m->sop->n_documents)};
    search.set = ARENA_ARRAY(arena, search.words, uint64_t);
    if (!search.set || !begin(m, arena))
        return false;
    memcpy(search.set, m->wanted, search.words * sizeof *search.set);
    if (!close(&search) || !list_set(m, search.set, arena))
        return false;
    m->live = ARENA_ARRAY(arena, ((size_t)m->sop->n_steps + 1) * m->words, uint64_t);
    if (!m->live)
        return false;
    mark_reads(m);
    find_live(m);
    return true;
}

static struct text key_of(struct matters_table *table, const struct sop *sop, const uint64_t *wanted)
{
    size_t size = bits_words(sop->n_documents) * sizeof *wanted;
    char *key = arena_alloc(table->arena, sizeof sop + size);
    if (!key)
        return (struct text){0};
    memcpy(key, &sop, sizeof sop);
    if (wanted)
        memcpy(key + sizeof sop, wanted, size);
    return (struct text){key, sizeof sop + size};
}

struct matters *matters_of(struct matters_table *table, const struct sop *sop, const uint64_t *wanted)
{
    struct text key = key_of(table, sop, wanted);
    int64_t known = key.len ? map_find(&table->by_key, key) : -1;
    if (known >= 0)
        return table->at[known];
    struct matters *m = ARENA_NEW(table->arena, struct matters);
    uint64_t *kept = ARENA_ARRAY(table->arena, bits_words(sop->n_documents), uint64_t);
    if (!key.len || !m || !kept)
        return NULL;
    if (wanted)
        memcpy(kept, wanted, bits_words(sop->n_documents) * sizeof *kept);
    m->sop = sop;
    m->wanted = kept;
    if (!fill(table, m))
        return NULL;
    struct matters **room = arena_room(table->arena, table->at, table->n, &table->room, sizeof *room);
    if (!room || map_add(&table->by_key, table->arena, key, (uint32_t)table->n) != MAP_ADDED)
        return NULL;
    table->at = room;
    return room[table->n++] = m;
}
