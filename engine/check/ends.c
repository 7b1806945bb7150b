#include "check/ends.h"

#include <string.h>

#include "check/survey.h"

/* Documents that no `expired` takes out of hand; `with` may pass any. */
static uint64_t *kept_documents(const struct survey *s)
{
    const struct sop *sop = s->ways.sop;
    uint64_t *kept = ARENA_ARRAY(s->c->arena, s->hands.words, uint64_t);
    for (uint16_t d = 0; kept && d < sop->n_documents; d++)
        bits_add(kept, d);
    for (uint32_t i = 0; kept && i < s->ways.exits.n; i++)
        for (size_t w = 0; s->ways.exits.at[i].clocks && w < s->hands.words; w++)
            kept[w] &= ~s->ways.exits.at[i].clocks[w];
    return kept;
}

bool check_ends(struct survey *s)
{
    struct arena *arena = s->c->arena;
    size_t bytes = s->hands.words * sizeof(uint64_t);
    struct ends *ends = ARENA_NEW(arena, struct ends);
    struct ways *ways = ARENA_NEW(arena, struct ways);
    const uint64_t *surely = (const uint64_t *)(const void *)arena_copy(arena, survey_must(s, s->ways.n_nodes), bytes);
    const uint64_t *maybe = (const uint64_t *)(const void *)arena_copy(arena, survey_may(s, s->ways.n_nodes), bytes);
    const uint64_t *kept = kept_documents(s);
    if (arena->failed)
        return false;
    *ways = s->ways;
    ways->node_of = NULL; /* of the scratch memory */
    *ends = (struct ends){surely, maybe, kept, ways};
    s->c->sop->ends = ends;
    return true;
}
