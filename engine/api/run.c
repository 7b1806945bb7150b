#include "baku_run.h"

#include <string.h>

#include "api/answer.h"
#include "api/trace.h"
#include "run/many.h"
#include "run/play.h"
#include "world/clock.h"

/* --- the script --- */

static enum answer answer_of(struct text value)
{
    if (text_eq_blind(value, TEXT("ya")))
        return ANSWER_YA;
    return text_eq_blind(value, TEXT("tidak")) ? ANSWER_TIDAK : ANSWER_NONE;
}

/* The `n` values of a step that was told of before, copied to where one more has room: an option that is repeated goes
 * on. NULL: memory is out. */
static void *one_more(struct arena *arena, const void *from, size_t n, size_t size)
{
    void *values = arena_alloc(arena, (n + 1) * size);
    if (values && n)
        memcpy(values, from, n * size);
    return values;
}

static bool tell_answer(struct arena *arena, struct told *told, enum answer answer)
{
    enum answer *answers = one_more(arena, told->answers, told->n, sizeof *answers);
    if (answers)
        answers[told->n++] = answer;
    told->answers = answers;
    return answers != NULL;
}

static bool tell_choice(struct arena *arena, struct told *told, struct text sop)
{
    struct text *choices = one_more(arena, told->choices, told->n, sizeof *choices);
    if (choices)
        choices[told->n++] = sop;
    told->choices = choices;
    return choices != NULL;
}

static struct told *told_for(struct told *all, size_t *n, struct text step)
{
    for (size_t i = 0; i < *n; i++)
        if (text_eq(all[i].step, step))
            return &all[i];
    all[*n] = (struct told){.step = step};
    return &all[(*n)++];
}

/* What the caller tells, before what the scenario tells: the first entry for a step holds. */
static struct tolds before_scenario(struct told *at, size_t count, struct tolds scenario)
{
    for (size_t i = 0; at && i < scenario.n; i++)
        at[count++] = scenario.at[i];
    return (struct tolds){at, count};
}

static struct tolds told_list(struct arena *arena, const struct baku_told *from, size_t n, struct tolds scenario,
                              bool choices, struct text *bad)
{
    struct told *at = ARENA_ARRAY(arena, n + scenario.n, struct told);
    size_t count = 0;
    for (size_t i = 0; at && i < n; i++) {
        struct told *told = told_for(at, &count, text_of(from[i].step));
        for (size_t k = 0; k < from[i].n; k++) {
            struct text value = text_of(from[i].values[k]);
            enum answer answer = choices ? ANSWER_NONE : answer_of(value);
            if (!choices && answer == ANSWER_NONE)
                *bad = value.len ? value : TEXT("(kosong)");
            else if (!(choices ? tell_choice(arena, told, value) : tell_answer(arena, told, answer)))
                return (struct tolds){0};
        }
    }
    return before_scenario(at, count, scenario);
}

static struct tolds expire_list(struct arena *arena, const char *const *steps, size_t n, struct tolds scenario)
{
    struct told *at = ARENA_ARRAY(arena, n + scenario.n, struct told);
    size_t count = 0;
    for (size_t i = 0; at && i < n; i++)
        told_for(at, &count, text_of(steps[i]))->n++;
    return before_scenario(at, count, scenario);
}

static struct texts name_list(struct arena *arena, const char *const *names, size_t n, struct texts scenario)
{
    struct text *at = ARENA_ARRAY(arena, n + scenario.n, struct text);
    for (size_t i = 0; at && i < n; i++)
        at[i] = text_of(names[i]);
    for (size_t i = 0; at && i < scenario.n; i++)
        at[n + i] = scenario.at[i];
    return (struct texts){at, at ? n + scenario.n : 0};
}

static struct script make_script(struct arena *arena, const struct baku_run_options *o, const struct script *scenario,
                                 struct text *bad)
{
    return (struct script){
        .answers = told_list(arena, o->answers, o->n_answers, scenario->answers, false, bad),
        .choices = told_list(arena, o->choices, o->n_choices, scenario->choices, true, bad),
        .expires = expire_list(arena, o->expire, o->n_expire, scenario->expires),
        .without = name_list(arena, o->without, o->n_without, scenario->without),
        .with = name_list(arena, o->with, o->n_with, scenario->with),
    };
}

/* --- scenarios --- */

static bool names_sop(struct text name, const struct sop *sop)
{
    return text_eq(name, sop->name) || text_eq(name, path_name(sop->name));
}

/* Reads the scenario; YES with `*scenario` set, or the answer is given: its findings, or that it is for another SOP. */
static enum baku_status take_scenario(struct baku *baku, const char *path, const struct sop *sop,
                                      struct scenario **scenario, struct baku_answer *answer)
{
    struct library *library = &baku->library;
    uint32_t number;
    enum status status = library_scenario(library, path, scenario, &number);
    bool *files = status == STATUS_OK ? ARENA_ARRAY(&library->arena, library->n_files, bool) : NULL;
    if (status < 0 || !files)
        return answer_failure(baku, answer, status < 0 ? status : STATUS_MEMORY);
    files[number] = true;
    if (!*scenario)
        return answer_findings(baku, &(struct check_scope){.files = files}, answer);
    if (names_sop((*scenario)->sop, sop))
        return BAKU_YES;
    struct error_facts facts = {.name = (*scenario)->sop, .other = sop->name};
    return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_SCENARIO_OTHER, facts);
}

/* --- the calls --- */

static enum baku_status wrong_script(struct baku *baku, const struct play *play, struct baku_answer *answer)
{
    struct error_facts facts = {.name = play->error.name, .near = play->error.near, .other = play->sop->name};
    return answer_error(baku, answer, BAKU_UNKNOWN, trace_error(play->error.kind), facts);
}

static enum baku_status play_and_answer(struct baku *baku, const struct sop *sop, const struct script *script,
                                        struct baku_answer *answer)
{
    struct arena arena = ARENA_INIT;
    struct report report = {0};
    struct play play;
    enum status ran = play_run(&play, &arena, sop, script);
    enum baku_status status;
    if (ran < 0)
        status = answer_failure(baku, answer, ran);
    else if (play.error.kind != PLAY_FINE)
        status = wrong_script(baku, &play, answer);
    else
        status = answer_with(baku, answer, &report, trace_json(&report, &play, baku), play.ended ? BAKU_YES : BAKU_NO);
    arena_release(&arena);
    return status;
}

/* A SOP by name, ready to run: YES, or the answer is given. */
static enum baku_status runnable(struct baku *baku, const char *name, struct library_sop **sop,
                                 struct baku_answer *answer)
{
    answer->json = NULL;
    enum baku_status status = answer_sop(baku, name, ERROR_NO_SOP, sop, answer);
    return status == BAKU_YES ? answer_if_broken(baku, *sop, answer) : status;
}

enum baku_status baku_run(struct baku *baku, const char *sop, const struct baku_run_options *options,
                          struct baku_answer *answer)
{
    static const struct baku_run_options none;
    const struct baku_run_options *o = options ? options : &none;
    struct arena *arena = &baku->library.arena;
    struct library_sop *entry;
    struct scenario empty = {0}, *scenario = &empty;
    struct text bad = {0};
    enum baku_status status = runnable(baku, sop, &entry, answer);
    if (status == BAKU_YES && o->scenario)
        status = take_scenario(baku, o->scenario, entry->sop, &scenario, answer);
    if (status != BAKU_YES)
        return status;
    struct script script = make_script(arena, o, &scenario->script, &bad);
    if (arena->failed)
        return answer_failure(baku, answer, STATUS_MEMORY);
    if (bad.len)
        return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_TOLD_VALUE, (struct error_facts){.name = bad});
    return play_and_answer(baku, entry->sop, &script, answer);
}

/* Where the case that did not end was refused; null where it would never have ended. */
static json_t *json_stopped(const struct many *many)
{
    const struct refusal *refusal = &many->refusal;
    if (refusal->kind == REFUSAL_NONE || refusal->step >= refusal->sop->n_steps)
        return json_null();
    return json_text(refusal->sop->steps[refusal->step].key);
}

enum baku_status baku_run_cases(struct baku *baku, const char *sop, uint64_t cases, struct baku_answer *answer)
{
    struct library_sop *entry;
    struct report report = {0};
    struct many many;
    enum baku_status status = runnable(baku, sop, &entry, answer);
    if (status != BAKU_YES)
        return status;
    double start = clock_seconds();
    enum status ran = many_run(&many, entry->sop, cases, NULL, NULL);
    double took = clock_seconds() - start;
    if (ran < 0)
        return answer_failure(baku, answer, ran);
    json_t *document = json_object();
    put(&report, document, "cases", json_integer((json_int_t)many.cases));
    put(&report, document, "steps", json_integer((json_int_t)many.steps));
    put(&report, document, "cases_per_s", json_real(took > 0 ? (double)many.cases / took : 0));
    put(&report, document, "steps_per_s", json_real(took > 0 ? (double)many.steps / took : 0));
    if (many.cases < cases)
        put(&report, document, "stopped_at", json_stopped(&many));
    return answer_with(baku, answer, &report, document, many.cases < cases ? BAKU_NO : BAKU_YES);
}
