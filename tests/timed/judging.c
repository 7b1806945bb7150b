#include "timed/judging.h"

#include "property/judged.h"
#include "timed/follow.h"
#include "timed/properties.h"

static bool is_sound(struct trial *trial)
{
    struct judged judged[MOST_SOPS];
    judge_family(judged, trial);
    for (uint8_t i = 0; i < trial->family.n; i++)
        if (judged[i].checked != CHECKED_ALL)
            return false;
    return true;
}

bool judging_build(struct graph *graph, struct trial *trial)
{
    if (!is_sound(trial)) {
        met(MET_UNSOUND);
        return false;
    }
    graph_build(graph, trial->family.main, &trial->arena);
    met(!graph->whole ? MET_TOO_LARGE : graph->circle ? MET_CIRCLE : MET_JUDGED);
    return graph->whole && !graph->circle;
}

void property_followed(struct trial *trial)
{
    struct graph graph;
    if (!judging_build(&graph, trial))
        return;
    for (int i = 0; i < 4; i++)
        if (follow_case(&graph, draws_below(&trial->run, 256), trial))
            met(MET_FOLLOWED);
}
