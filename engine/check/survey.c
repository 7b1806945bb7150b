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
