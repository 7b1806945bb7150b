/* libFuzzer target: any bytes as a SOP's, a region's and a scenario's file, and the case that comes of them; as the
 * file of legal instruments, and as a citation; as a file of holidays, and as a moment.
 *
 * Whatever is read without an error must run: without a must() breaking, without memory touched that is not ours, and
 * so that its events, written and read again, lead to the same state. Whatever has findings must be able to say them.
 */
#include <stdlib.h>

#include "api/answer.h"
#include "api/judging.h"
#include "base/place.h"
#include "base/utf8.h"
#include "model/citation.h"
#include "model/workclock.h"
#include "small.h"
#include "run/many.h"
#include "run/play.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct small *fuzz_small(void)
{
    static struct small small;
    if (!small.caller)
        small_open(&small);
    return &small;
}

/* --- findings can be said --- */

static void say(const struct finding *finding, struct text bytes)
{
    struct buf words = BUF_INIT;
    struct excerpt excerpt = excerpt_of(bytes, finding->span);
    size_t line = place_of(bytes, finding->span.start).line;
    must(line >= 1 && excerpt.count >= 1);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        finding_message(&words, finding, (enum lang)lang, line);
        finding_help(&words, finding, (enum lang)lang, line);
    }
    must(!words.failed && words.len);
    must(utf8_valid(words.at, words.len) == words.len);
    buf_release(&words);
}

/* The first of them as JSON, as a log and as a page: each can be written. */
static void write_all(const struct source_file *file, size_t most)
{
    struct library_file library_file = {TEXT("uji.yaml"), TEXT("/uji/uji.yaml"), file->bytes, NULL};
    struct baku baku = {.library = {.files = &library_file, .n_files = 1, .findings = *file->findings},
                        .details = true};
    baku.library.findings.n = most;
    for (int format = BAKU_FINDINGS; format <= BAKU_MARKDOWN; format++) {
        struct check_scope scope = {.format = (enum baku_findings_format)format, .accepted = true};
        struct baku_answer answer;
        enum baku_status status = answer_findings(&baku, &scope, &answer);
        must(status == BAKU_YES || status == BAKU_NO);
        baku_answer_release(&answer);
    }
    arena_release(&baku.library.arena);
}

static void say_all(const struct source_file *file)
{
    struct findings *findings = file->findings;
    for (size_t i = 0; i < findings->n; i++) {
        must(findings->at[i].span.start <= file->bytes.len && findings->at[i].span.end <= file->bytes.len);
        must(findings->at[i].span.start <= findings->at[i].span.end);
    }
    must(findings_sort(findings, file->arena));
    for (size_t i = 0; i < findings->n && i < 100; i++)
        say(&findings->at[i], file->bytes);
    write_all(file, findings->n < 4 ? findings->n : 4);
}

/* --- what is sound runs --- */

/* The case again, from its events' bytes alone. */
static void replay(const struct play *play, struct arena *arena)
{
    struct state state;
    struct buf bytes = BUF_INIT;
    must(state_init(&state, arena, play->sop));
    for (size_t i = 0; i < play->n_events; i++) {
        struct event event;
        buf_clear(&bytes);
        event_encode(&bytes, &play->events[i]);
        must(!bytes.failed && event_decode(buf_view(&bytes), arena, &event) == EVENT_OK);
        must(apply(&state, &event) == APPLIED);
    }
    must(state_same(&state, &play->state));
    buf_release(&bytes);
}

static void run(const struct sop *sop, const struct script *script)
{
    struct arena arena = ARENA_INIT;
    struct play play;
    must(play_run(&play, &arena, sop, script) == STATUS_OK);
    if (play.error.kind == PLAY_FINE)
        replay(&play, &arena);
    arena_release(&arena);
}

/* One Tidak at every decision, the last of several SOPs, every input run out once, all optional documents brought. */
static void run_contrary(const struct sop *sop)
{
    static const enum answer tidak = ANSWER_TIDAK;
    struct arena arena = ARENA_INIT;
    struct told *answers = ARENA_ARRAY(&arena, sop->n_steps, struct told);
    struct told *choices = ARENA_ARRAY(&arena, sop->n_steps, struct told);
    struct told *expires = ARENA_ARRAY(&arena, sop->n_steps, struct told);
    struct text *with = ARENA_ARRAY(&arena, sop->n_documents, struct text);
    struct script script = {{answers, 0}, {choices, 0}, {expires, 0}, {0}, {with, 0}};
    must(!arena.failed);
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        const struct step *step = &sop->steps[s];
        if (step->decides)
            answers[script.answers.n++] = (struct told){.step = step->key, .answers = &tidak, .n = 1};
        if (step->call.n)
            choices[script.choices.n++] =
                (struct told){.step = step->key, .choices = &step->call.callees[step->call.n - 1].name, .n = 1};
        if (step->expired.step != NONE)
            expires[script.expires.n++] = (struct told){.step = step->key, .n = 1};
    }
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].given == GIVEN_OPTIONAL)
            with[script.with.n++] = sop->documents[d].key;
    run(sop, &script);
    arena_release(&arena);
}

static void run_all(const struct sop *sop)
{
    struct script none = {0};
    struct many many;
    run(sop, &none);
    run_contrary(sop);
    must(many_run(&many, sop, 5, NULL, NULL) == STATUS_OK);
}

/* --- the checks --- */

static struct checker checker_of(const struct source_file *file, struct sop *sop)
{
    static const struct text names[] = {{"uji/induk", 9}, {"uji/anak", 8}};
    return (struct checker){.sop = sop,
                            .legal = &fuzz_small()->legal,
                            .known = {names, 2},
                            .arena = file->arena,
                            .findings = file->findings};
}

/* A SOP that passes meets no missing document, whatever is answered. */
static void passes(const struct sop *sop)
{
    struct arena arena = ARENA_INIT;
    struct script none = {0};
    struct play play;
    must(play_run(&play, &arena, sop, &none) == STATUS_OK);
    for (size_t i = 0; i < play.n_refused; i++)
        must(play.refused[i].kind != REFUSAL_MISSING);
    arena_release(&arena);
}

static void check(const struct source_file *file, struct sop *sop)
{
    struct checker c = checker_of(file, sop);
    enum checked checked;
    must(judge_sop(&c, &checked) == STATUS_OK);
    if (checked == CHECKED_ALL && findings_errors(file->findings, 0) == 0)
        passes(sop);
}

/* --- the region's clock --- */

enum { HOUR_MS = 60 * MS_A_MINUTE };

/* Two hours of work are two of one, and never over where one is not. */
static void walk(const struct region *region, const struct holidays *holidays, int64_t at)
{
    struct arena arena = ARENA_INIT;
    struct workclock clock;
    must(workclock_make(&clock, region, (struct holiday_files){holidays, 1}, &arena));
    struct walk whole = walk_from(&clock, at), parts = whole;
    bool done = walk_work(&whole, 2 * HOUR_MS);
    must(done == (walk_work(&parts, HOUR_MS) && walk_work(&parts, HOUR_MS)));
    must(!done || (whole.at == parts.at && whole.at - at >= 2 * HOUR_MS));
    arena_release(&arena);
}

/* A moment that is written again is the same, and can be said. */
static void as_moment(struct text bytes, int32_t east)
{
    struct buf words = BUF_INIT;
    int64_t at, again;
    if (moment_read(bytes, east, &at) != MOMENT_OK)
        return;
    moment_write(&words, at, east);
    must(!words.failed && moment_read(buf_view(&words), east, &again) == MOMENT_OK && again == at);
    for (int lang = 0; lang < LANG_COUNT; lang++)
        moment_say(&words, at, east, (enum lang)lang);
    must(!words.failed);
    walk(fuzz_small()->region, &fuzz_small()->holidays, at);
    buf_release(&words);
}

/* --- the kinds of file --- */

static void as_sop(const struct source_file *file)
{
    struct sop *sop = small_read(file, TEXT("uji/masukan"), fuzz_small()->region, fuzz_small()->callee);
    if (sop)
        check(file, sop);
    say_all(file);
    if (sop)
        run_all(sop);
}

static void as_region(const struct source_file *file)
{
    static const struct text names[] = {{"holidays-2026.yaml", 18}};
    struct region *region;
    must(read_region(file, TEXT("uji"), &region) == STATUS_OK);
    must(read_holiday_names(file, region, (struct texts){names, 1}) == STATUS_OK);
    bool sound = findings_errors(file->findings, 0) == 0;
    struct checker c = checker_of(file, NULL);
    if (sound)
        must(check_region(&c, region, file->number) == STATUS_OK);
    if (sound)
        walk(region, &fuzz_small()->holidays, 0);
    say_all(file);
    struct findings findings = {.arena = file->arena};
    struct source_file caller = {.bytes = TEXT(small_caller_text), .arena = file->arena, .findings = &findings};
    struct sop *sop = small_read(&caller, TEXT("uji/induk"), region, fuzz_small()->callee);
    /* What a SOP misses in a region that cannot be read is not held against the SOP: no case of it may start. */
    if (sop && sound)
        run_all(sop);
}

static void as_scenario(const struct source_file *file)
{
    struct scenario *scenario;
    must(read_scenario(file, &(struct days){0}, &scenario) == STATUS_OK);
    say_all(file);
    must(!scenario == (file->findings->n > 0));
    if (scenario)
        run(fuzz_small()->caller, &scenario->script);
}

static void as_legal(const struct source_file *file)
{
    struct legal legal;
    struct citation citation;
    must(read_legal(file, &legal) == STATUS_OK);
    say_all(file);
    for (size_t i = 0; i < legal.n; i++)
        citation_read(&legal, legal.at[i].replaced_by, &citation);
    if (citation_read(&fuzz_small()->legal, file->bytes, &citation))
        must(citation_is_in(&fuzz_small()->legal, file->bytes, &citation));
}

static void as_holidays(const struct source_file *file)
{
    struct holidays holidays;
    must(read_holidays(file, &holidays) == STATUS_OK);
    say_all(file);
    if (file->findings->n == 0)
        walk(fuzz_small()->region, &holidays, (int64_t)holidays.days.at[0].date * MS_A_DAY);
    as_moment(file->bytes, CALENDAR_NO_ZONE);
    as_moment(file->bytes, fuzz_small()->region->east);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void (*const kinds[])(const struct source_file *) = {as_sop, as_region, as_scenario, as_legal, as_holidays};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct arena arena = ARENA_INIT;
        struct findings findings = {.arena = &arena};
        struct source_file file = {.bytes = {(const char *)data, size}, .arena = &arena, .findings = &findings};
        kinds[i](&file);
        arena_release(&arena);
    }
    return 0;
}
