#include "model/sop.h"

#include <string.h>

#include "base/bits.h"

bool refs_name(const struct refs *refs, uint16_t document)
{
    for (size_t i = 0; i < refs->n; i++)
        if (refs->at[i].document == document)
            return true;
    return false;
}

static uint16_t number_of(const struct map *map, struct text key)
{
    int64_t found = map_find(map, key);
    return found < 0 ? NONE : (uint16_t)found;
}

uint16_t sop_step(const struct sop *sop, struct text key) { return number_of(&sop->step_by_key, key); }
uint16_t sop_document(const struct sop *sop, struct text key) { return number_of(&sop->document_by_key, key); }
uint16_t sop_actor(const struct sop *sop, struct text key) { return number_of(&sop->actor_by_key, key); }

uint16_t sop_branch(const struct sop *sop, uint16_t step)
{
    uint16_t outer = sop->steps[step].inside, b = 0;
    if (outer == NONE)
        return NONE;
    while (step > sop->steps[outer].parallel.at[b].last)
        b++;
    return b;
}

const struct waiver *sop_waived_input(const struct sop *sop, uint16_t step, uint16_t document)
{
    struct text step_key = sop->steps[step].key, document_key = sop->documents[document].key;
    char place[2 * MAX_KEY_BYTES + 1];
    size_t len = step_key.len + 1 + document_key.len;
    if (sop->waived_by_place.count == 0 || len > sizeof place)
        return NULL;
    memcpy(place, step_key.at, step_key.len);
    place[step_key.len] = '.';
    memcpy(place + step_key.len + 1, document_key.at, document_key.len);
    int64_t nth = map_find(&sop->waived_by_place, (struct text){place, len});
    return nth < 0 ? NULL : &sop->waivers.at[nth];
}

bool sop_index_waivers(struct sop *sop, struct arena *arena)
{
    sop->waived_by_place = (struct map){0};
    for (size_t i = 0; i < sop->waivers.n; i++) {
        const struct waiver *waiver = &sop->waivers.at[i];
        bool handoff = waiver->code == FINDING_B301 || waiver->code == FINDING_B302 || waiver->code == FINDING_B309;
        if (handoff && waiver->effective && !waiver->of_output &&
            map_add(&sop->waived_by_place, arena, waiver->at, (uint32_t)i) == MAP_MEMORY)
            return false;
    }
    return true;
}

uint16_t sop_maker(const struct sop *sop, uint16_t step, uint16_t document)
{
    uint16_t first = NONE, nearest = NONE;
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        if (!refs_name(&sop->steps[s].outputs, document) && !refs_name(&sop->steps[s].tidak_outputs, document))
            continue;
        if (first == NONE)
            first = s;
        if (s < step)
            nearest = s;
    }
    return nearest != NONE ? nearest : first;
}

static uint16_t from_of(const struct passage *passages, uint16_t n, uint16_t to)
{
    for (uint16_t i = 0; i < n; i++)
        if (passages[i].to == to)
            return passages[i].from;
    return NONE;
}

uint16_t callee_passed(const struct callee *callee, uint16_t theirs)
{
    return from_of(callee->passes, callee->n_passes, theirs);
}

uint16_t callee_source(const struct callee *callee, uint16_t ours)
{
    return from_of(callee->brings, callee->n_brings, ours);
}

bool call_passes(const struct call *call, uint16_t document)
{
    for (uint16_t c = 0; c < call->n; c++)
        for (uint16_t i = 0; i < call->callees[c].n_passes; i++)
            if (call->callees[c].passes[i].from == document)
                return true;
    return false;
}

/* The step that follows on the all-Ya way; NONE at the end. A branch's end leads behind its parallel step. */
static uint16_t follow(const struct sop *sop, uint16_t s)
{
    uint16_t to = sop->plan.goes[0][s];
    if (to == STEP_JOIN)
        to = sop->plan.goes[0][sop->plan.inside[s]];
    return to == STEP_END ? NONE : to;
}

bool sop_goes_back(const struct sop *sop, uint16_t step)
{
    uint16_t to = sop->plan.goes[1][step];
    if (!sop->steps[step].decides || to == STEP_END)
        return false;
    /* A way that has not come to the decision after as many steps as there are runs in a circle elsewhere. */
    for (size_t walked = 0; to != NONE && walked <= sop->n_steps; walked++) {
        if (to == step)
            return true;
        to = follow(sop, to);
    }
    return false;
}
