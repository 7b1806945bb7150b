#include "check/survey.h"

enum { OWN_GUARDS = 4 }; /* on the map of one `unless` document */

bool survey_make(struct survey *s, uint16_t first)
{
    struct guards guards = {0};
    struct guards_wanted wanted = {first == NONE ? MOST_GUARDS : OWN_GUARDS, first == NONE};
    struct exits exits;
    if (first != NONE)
        guards.document[guards.n++] = first;
    return exits_build(&exits, s->c->sop, s->c->arena) && ways_guards(&guards, wanted, s->c->sop, &exits, s->scratch) &&
           ways_build(&s->ways, s->c->sop, &exits, &guards, s->c->arena, s->scratch) &&
           ways_hands(&s->ways, &s->hands, s->scratch);
}

bool survey_makes(const struct survey *s, const struct edge *edge, uint16_t document)
{
    const struct exit *exit = ways_exit(&s->ways, edge);
    if (exit->left != LEFT_SKIPPED && bits_has(exit->maybe, document))
        return true;
    for (uint16_t i = 0; i < exit->n_copies; i++)
        if (exit->copies[i].to == document && bits_has(survey_may(s, edge->from), exit->copies[i].from))
            return true;
    return false;
}

void survey_brief(struct survey *s)
{
    s->scratch->failed = s->scratch->failed || s->brief->failed;
    arena_reset(s->brief);
}
