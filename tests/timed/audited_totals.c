/* The totals of an audit, its ways, and whose work they are. */
#include <math.h>

#include "base/must.h"
#include "timed/auditing.h"
#include "timed/properties.h"
#include "timed/replay.h"

void auditing_say(struct auditing *a, const char *what, struct total engine, struct ruled judge)
{
    trial_say(a->trial, "%s: the audit says %d %lld..%lld, the judge %s%d %lld..%lld\n", what, (int)engine.sort,
              (long long)engine.min_ms, (long long)engine.max_ms, judge.vague ? "(vague) " : "", (int)judge.total.sort,
              (long long)judge.total.min_ms, (long long)judge.total.max_ms);
}

/* --- totals --- */

static void straight_is_right(struct auditing *a)
{
    struct ruled judge = ruled_straight(&a->graph, a->arena);
    struct total engine = a->audit.straight;
    auditing_say(a, "straight", engine, judge);
    must(judge.vague ? engine.sort == TOTAL_ENDLESS : ruled_is(judge, engine));
    met(judge.vague ? MET_STRAIGHT_VAGUE : engine.sort == TOTAL_ENDLESS ? MET_STRAIGHT_ENDLESS : MET_STRAIGHT_KNOWN);
    if (engine.sort != TOTAL_KNOWN)
        return;
    replay_way(&a->graph, &a->audit.straight_way, true);
    must(a->audit.straight_way.cut || a->audit.straight_way.elapsed.max_ms == engine.max_ms);
}

static void shortest_is_right(struct auditing *a)
{
    struct ruled judge = ruled_shortest(&a->graph, a->arena);
    struct total engine = a->audit.shortest;
    auditing_say(a, "shortest", engine, judge);
    engine.max_ms = 0;
    must(ruled_is(judge, engine));
    if (engine.sort != TOTAL_KNOWN)
        return;
    replay_way(&a->graph, &a->audit.shortest_way, false);
    must(a->audit.shortest_way.cut || a->audit.shortest_way.elapsed.min_ms == engine.min_ms);
}

static void longest_is_right(struct auditing *a)
{
    struct ruled judge = ruled_longest(&a->graph, a->arena);
    struct total engine = a->audit.longest;
    auditing_say(a, "longest", engine, judge);
    engine.min_ms = 0;
    must(ruled_is(judge, engine));
    if (judge.vague)
        met(MET_LONGEST_VAGUE);
    else if (engine.sort != TOTAL_KNOWN)
        met(MET_LONGEST_ENDLESS);
    if (engine.sort != TOTAL_KNOWN)
        return;
    replay_way(&a->graph, &a->audit.longest_way, false);
    must(a->audit.longest_way.cut || a->audit.longest_way.elapsed.max_ms == engine.max_ms);
}

void totals_are_right(struct auditing *a)
{
    straight_is_right(a);
    shortest_is_right(a);
    longest_is_right(a);
}

/* --- the ways --- */

static bool same_texts(const struct texts *a, const struct texts *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!text_eq(a->at[i], b->at[i]))
            return false;
    return true;
}

static bool same_way(const struct way *a, const struct way *b)
{
    return same_texts(&a->answers, &b->answers) && same_texts(&a->choices, &b->choices) &&
           same_texts(&a->with, &b->with);
}

static void say_texts(struct auditing *a, const char *what, const struct texts *texts)
{
    trial_say(a->trial, " %s", what);
    for (size_t i = 0; i < texts->n; i++)
        trial_say(a->trial, " %.*s", (int)texts->at[i].len, texts->at[i].at);
}

static void say_way(struct auditing *a, const struct way *way)
{
    say_texts(a, "way:", &way->steps);
    say_texts(a, "| answers:", &way->answers);
    say_texts(a, "| choices:", &way->choices);
    say_texts(a, "| with:", &way->with);
    trial_say(a->trial, " | %d %lld..%lld%s\n", (int)way->elapsed.sort, (long long)way->elapsed.min_ms,
              (long long)way->elapsed.max_ms, way->cut ? " cut" : "");
}

static void is_another_way(const struct auditing *a, size_t way)
{
    for (size_t i = 0; i < way; i++)
        must(!same_way(&a->audit.ways[i], &a->audit.ways[way]));
}

void ways_are_right(struct auditing *a)
{
    struct counted judge = ruled_count(&a->graph, a->arena);
    double engine = a->audit.ways_in_all;
    trial_say(a->trial, "ways: the audit says %g and lists %zu, the judge %g..%g\n", engine, a->audit.n_ways,
              judge.least, judge.most);
    for (size_t i = 0; i < a->audit.n_ways; i++) {
        say_way(a, &a->audit.ways[i]);
        if (replay_way(&a->graph, &a->audit.ways[i], false))
            is_another_way(a, i);
        else
            met(MET_WAY_AMBIGUOUS);
    }
    if (judge.vague) {
        met(MET_WAYS_VAGUE);
        return;
    }
    must(engine >= judge.least && engine <= judge.most);
    must(isinf(engine) || (double)a->audit.n_ways == fmin(engine, MAX_AUDIT_PATHS));
    met(isinf(judge.least) ? MET_WAYS_INFINITE : judge.least > 1 ? MET_WAYS_SEVERAL : MET_WAYS_ONE);
    if (judge.least < judge.most)
        met(MET_WAYS_BETWEEN);
}

/* --- whose work --- */

void work_is_right(struct auditing *a)
{
    for (size_t i = 0; i < a->audit.n_actors; i++) {
        const struct actor_work *actor = &a->audit.actors[i];
        struct ruled judge = ruled_work(&a->graph, actor->actor, a->arena);
        auditing_say(a, "work", actor->work, judge);
        must(ruled_is(judge, actor->work));
        met(MET_WORK);
    }
}
