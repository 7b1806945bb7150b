#include "api/permit.h"

bool permit_grant(const struct store_person *person, const struct store_grant *grant)
{
    for (size_t i = 0; i < person->n_grants && !person->removed; i++)
        if (text_eq(person->grants[i].actor, grant->actor) && text_eq(person->grants[i].region, grant->region))
            return true;
    return false;
}

bool permit_administration(const struct store_person *person)
{
    return permit_grant(person, &(struct store_grant){ADMINISTRATOR, {0}});
}

bool permit_actor(const struct store_person *person, struct text actor, struct text region)
{
    return actor.len && region.len && !text_eq(actor, ADMINISTRATOR) &&
           permit_grant(person, &(struct store_grant){actor, region});
}

bool permit_sop(const struct store_person *person, const struct sop *sop)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].actor != NONE && permit_actor(person, sop->actors[sop->steps[s].actor].key, sop->region->key))
            return true;
    return false;
}
