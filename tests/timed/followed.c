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

static bool build(struct graph *graph, struct trial *trial)
{
    if (!is_sound(trial)) {
        met(MET_UNSOUND);
        return false;
    }
    graph_build(graph, trial->family.main, &trial->arena);
    if (!graph->whole)
        met(MET_TOO_LARGE);
    else if (graph->circle)
        met(MET_CIRCLE);
    return graph->whole && !graph->circle;
}

void property_followed(struct trial *trial)
{
    struct graph graph;
    if (!build(&graph, trial))
        return;
    met(MET_JUDGED);
    bool ended = false;
    for (uint64_t i = 0; i < 4; i++)
        ended = follow_case(&graph, draws_below(&trial->run, 256), trial) || ended;
    if (ended)
        met(MET_FOLLOWED);
}
