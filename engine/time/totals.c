/* What the paths of a sheet add up to: its claim beside the straight path (B401, B402), its calls beside the called
 * SOPs (B405), the straight path beside a working day (B407). */
#include "base/must.h"
#include "time/audit.h"
#include "time/matters.h"
#include "time/report.h"

/* What the passes share. */
struct totals {
    const struct times *t;
    const struct audit *audit;
    struct arena *scratch;
};

/* --- amounts as words --- */

/* The words of both languages, as they are written. */
struct bilingual {
    struct buf words[LANG_COUNT];
};

static void put_total(struct bilingual *to, const struct total *total)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        duration_put(&to->words[lang], total->min_ms, total->max_ms, (enum lang)lang);
}

static void put_phrase(struct bilingual *to, enum phrase phrase)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        buf_string(&to->words[lang], phrase_in(phrase, (enum lang)lang));
}

static void put_name(struct bilingual *to, struct text name)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        buf_byte(&to->words[lang], '`');
        buf_text(&to->words[lang], name);
        buf_byte(&to->words[lang], '`');
    }
}

static void put_gap(struct bilingual *to)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        buf_string(&to->words[lang], to->words[lang].len ? ", " : "");
}

/* Moves the words to the definition; then they fill {want}. */
static void keep(const struct totals *of, struct bilingual *words, struct finding *finding)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        finding->wants[lang] = times_kept(of->t, &words->words[lang]);
}

/* --- calls --- */

/* The SOPs that one step may call: rows of the audit that stand after one another. */
struct choice {
    uint16_t step;
    const struct call_time *at;
    size_t n;
};

/* The choice that begins at row `from`; false behind the last row. */
static bool next_choice(const struct totals *of, size_t from, struct choice *choice)
{
    const struct audit *audit = of->audit;
    if (from == audit->n_calls)
        return false;
    *choice = (struct choice){.step = sop_step(of->t->sop, audit->calls[from].step), .at = &audit->calls[from]};
    must(choice->step != NONE);
    while (from + choice->n < audit->n_calls && text_eq(choice->at[choice->n].step, choice->at->step))
        choice->n++;
    return true;
}

/* Is every SOP of the choice known to take a time, whole? */
static bool is_known(const struct choice *choice)
{
    for (size_t i = 0; i < choice->n; i++)
        if (choice->at[i].own.sort != TOTAL_KNOWN || choice->at[i].unknown)
            return false;
    return true;
}

/* From the shortest of these SOPs to the longest; they are known. */
static struct total range_of(const struct choice *choice)
{
    struct total range = choice->at->own;
    for (size_t i = 1; i < choice->n; i++) {
        const struct total *own = &choice->at[i].own;
        range.min_ms = own->min_ms < range.min_ms ? own->min_ms : range.min_ms;
        range.max_ms = own->max_ms > range.max_ms ? own->max_ms : range.max_ms;
    }
    return range;
}

/* The SOP's name as the step calls it. */
static struct text name_of(const struct totals *of, const struct choice *choice, size_t nth)
{
    const struct call *call = &of->t->sop->steps[choice->step].call;
    for (uint16_t c = 0; c < call->n; c++)
        if (call->callees[c].sop == choice->at[nth].callee)
            return call->callees[c].name;
    return choice->at[nth].callee->name;
}

/* --- B405 --- */

static bool is_total(struct duration stated, const struct total *total)
{
    return stated.min_ms == total->min_ms && stated.max_ms == total->max_ms;
}

static bool differs(const struct call_time *call)
{
    if (call->own.sort != TOTAL_KNOWN)
        return false;
    return call->unknown ? call->stated.max_ms < call->own.min_ms : !is_total(call->stated, &call->own);
}

static size_t count_different(const struct choice *choice)
{
    size_t n = 0;
    for (size_t i = 0; i < choice->n; i++)
        n += differs(&choice->at[i]);
    return n;
}

static void put_different(struct bilingual *to, const struct totals *of, const struct choice *choice)
{
    for (size_t i = 0; i < choice->n; i++) {
        if (!differs(&choice->at[i]))
            continue;
        put_gap(to);
        put_name(to, name_of(of, choice, i));
        put_phrase(to, choice->at[i].unknown ? PHRASE_TAKES_AT_LEAST : PHRASE_TAKES);
        put_total(to, &choice->at[i].own);
    }
}

/* A step that calls one of several may state the range of them all. */
static void check_call(const struct totals *of, const struct choice *choice)
{
    const struct step *step = &of->t->sop->steps[choice->step];
    struct total range = range_of(choice);
    struct bilingual words = {0};
    if (step->duration.sort != DURATION_WORK || (is_known(choice) && is_total(step->duration, &range)) ||
        !count_different(choice))
        return;
    struct finding *finding = times_report(of->t, FINDING_B405, step->duration_span, step->key);
    if (!finding)
        return;
    put_different(&words, of, choice);
    finding->name = step->key;
    finding->value = step->duration_text;
    keep(of, &words, finding);
}

static void check_calls(const struct totals *of)
{
    struct choice choice;
    for (size_t from = 0; next_choice(of, from, &choice); from += choice.n)
        check_call(of, &choice);
}

/* --- B401, B402 --- */

static bool is_on_straight_path(const struct sop *sop, uint16_t step)
{
    uint16_t at = 0;
    for (size_t walked = 0; at != STEP_END && walked < sop->n_steps; walked++) {
        if (at == step)
            return true;
        at = sop->plan.goes[0][at];
    }
    return false;
}

/* Does time depend on a document that one of these SOPs hands over? Then the choice tells at other steps, too. */
static bool tells_elsewhere(const struct matters *matters, const struct choice *choice)
{
    const struct call *call = &matters->sop->steps[choice->step].call;
    for (uint16_t c = 0; c < call->n; c++)
        for (uint16_t i = 0; i < call->callees[c].n_brings; i++)
            if (matters->number[call->callees[c].brings[i].to] != NONE)
                return true;
    return false;
}

/* Does the straight path take different times for the choice of this SOP alone? Where the choice tells nowhere else its
 * range is the choice's and that of all the rest, added up: equal widths leave nothing for the rest. */
static bool is_only_choice(const struct totals *of, const struct matters *matters, const struct choice *choice)
{
    const struct total *straight = &of->audit->straight;
    if (choice->n < 2 || !is_known(choice) || !is_on_straight_path(of->t->sop, choice->step) ||
        tells_elsewhere(matters, choice))
        return false;
    for (size_t i = 0; i < choice->n; i++)
        if (choice->at[i].own.min_ms != choice->at[i].own.max_ms)
            return false;
    struct total range = range_of(choice);
    return range.max_ms - range.min_ms == straight->max_ms - straight->min_ms && range.max_ms > range.min_ms;
}

static bool find_only_choice(const struct totals *of, struct choice *choice)
{
    struct matters_table table = {.arena = of->scratch};
    const struct matters *matters = matters_of(&table, of->t->sop, NULL);
    for (size_t from = 0; matters && next_choice(of, from, choice); from += choice->n)
        if (is_only_choice(of, matters, choice))
            return true;
    return false;
}

/* "42 menit dengan `penerbitan-esign`, 46 menit dengan `penerbitan-lock`" */
static void put_variants(struct bilingual *to, const struct totals *of, const struct choice *choice)
{
    struct total range = range_of(choice);
    for (size_t i = 0; i < choice->n; i++) {
        struct total with = of->audit->straight;
        with.min_ms += choice->at[i].own.min_ms - range.min_ms;
        with.max_ms = with.min_ms;
        put_gap(to);
        put_total(to, &with);
        put_phrase(to, PHRASE_WITH);
        put_name(to, name_of(of, choice, i));
    }
}

/* As `total` would state it. */
static struct text written(const struct totals *of, const struct total *total)
{
    struct buf words = BUF_INIT;
    duration_put(&words, total->min_ms, total->max_ms, LANG_ID);
    return times_kept(of->t, &words);
}

static void report_variants(const struct totals *of, struct finding *finding)
{
    struct choice choice;
    struct bilingual words = {0};
    finding->other = written(of, &of->audit->straight);
    if (find_only_choice(of, &choice)) {
        put_variants(&words, of, &choice);
        finding->first = of->t->sop->steps[choice.step].span;
        finding->note = PHRASE_NOTE_CHOICE;
    } else {
        put_phrase(&words, PHRASE_WHEN_YA);
        put_total(&words, &of->audit->straight);
    }
    keep(of, &words, finding);
}

static void report_wrong(const struct totals *of, struct finding *finding)
{
    struct bilingual words = {0};
    switch (of->audit->straight.sort) {
    case TOTAL_ENDLESS:
        finding->want = PHRASE_NEVER_ENDS;
        finding->way = PHRASE_WAY_YA_FORWARD;
        break;
    case TOTAL_TOO_LONG:
    case TOTAL_CUT: /* then nothing is wrong for sure */
        finding->want = PHRASE_TOO_LONG;
        break;
    case TOTAL_KNOWN:
        put_total(&words, &of->audit->straight);
        keep(of, &words, finding);
        break;
    }
}

static void check_claim(const struct totals *of)
{
    const struct audit *audit = of->audit;
    bool wrong = audit->verdict == CLAIM_WRONG;
    if (!wrong && audit->verdict != CLAIM_VARIANT)
        return;
    const struct claims *claims = &of->t->sop->claims;
    struct finding *finding =
        times_report(of->t, wrong ? FINDING_B401 : FINDING_B402, claims->total_span, TEXT("claims"));
    if (!finding)
        return;
    finding->value = claims->total_text;
    if (wrong)
        report_wrong(of, finding);
    else
        report_variants(of, finding);
}

/* --- B407 --- */

static struct span where_claimed(const struct sop *sop)
{
    if (sop->claims.total_span.end)
        return sop->claims.total_span;
    return sop->claims.stated ? sop->claims.span : sop->title_span;
}

/* A step and the time that it may take, which for a call is the called SOP's. */
struct taking {
    const struct step *step;
    struct total time;
};

static void take_longer(struct taking *longest, const struct step *step, struct total time)
{
    if (!longest->step || time.max_ms > longest->time.max_ms)
        *longest = (struct taking){step, time};
}

static struct taking longest_step(const struct totals *of)
{
    const struct sop *sop = of->t->sop;
    struct taking longest = {0};
    struct choice choice;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].duration.sort == DURATION_WORK && !sop->steps[s].call.n)
            take_longer(&longest, &sop->steps[s],
                        (struct total){TOTAL_KNOWN, sop->steps[s].duration.min_ms, sop->steps[s].duration.max_ms});
    for (size_t from = 0; next_choice(of, from, &choice); from += choice.n)
        if (is_known(&choice))
            take_longer(&longest, &sop->steps[choice.step], range_of(&choice));
    return longest;
}

/* A note at the longest step, with its name and time: a unit may be wrong there. */
static void note_longest(const struct totals *of, struct finding *finding)
{
    struct taking longest = longest_step(of);
    struct buf words = BUF_INIT;
    if (!longest.step)
        return;
    buf_byte(&words, '`');
    buf_text(&words, longest.step->key);
    buf_string(&words, "`, ");
    duration_put(&words, longest.time.min_ms, longest.time.max_ms, LANG_ID);
    finding->other = times_kept(of->t, &words);
    finding->first = longest.step->span;
    finding->note = PHRASE_NOTE_LONGEST_STEP;
}

/* "sampai 900 menit" */
static void put_straight(struct bilingual *to, const struct total *straight)
{
    if (straight->sort == TOTAL_TOO_LONG) {
        put_phrase(to, PHRASE_TOO_LONG);
        return;
    }
    put_phrase(to, straight->min_ms < straight->max_ms ? PHRASE_UP_TO : PHRASE_NONE);
    put_total(to, &(struct total){TOTAL_KNOWN, straight->max_ms, straight->max_ms});
}

static void check_day(const struct totals *of)
{
    const struct total *straight = &of->audit->straight;
    int64_t day_ms = calendar_working_day(&of->t->sop->region->days.week);
    struct bilingual words = {0};
    bool longer = straight->sort == TOTAL_KNOWN && straight->max_ms > day_ms;
    if (!longer && straight->sort != TOTAL_TOO_LONG)
        return;
    struct finding *finding = times_report(of->t, FINDING_B407, where_claimed(of->t->sop), TEXT("claims"));
    if (!finding)
        return;
    put_straight(&words, straight);
    put_phrase(&words, PHRASE_WORKING_DAY);
    put_total(&words, &(struct total){TOTAL_KNOWN, day_ms, day_ms});
    keep(of, &words, finding);
    note_longest(of, finding);
}

/* --- the whole --- */

enum status times_check_totals(const struct times *t)
{
    struct arena scratch = ARENA_INIT;
    struct audit audit = {0};
    struct totals of = {t, &audit, &scratch};
    enum status status = audit_claim(&audit, t->sop, &scratch);
    if (status == STATUS_OK) {
        check_claim(&of);
        check_calls(&of);
        check_day(&of);
        status = times_are_out(t) || scratch.failed ? STATUS_MEMORY : STATUS_OK;
    }
    arena_release(&scratch);
    return status;
}
