/* When a case on the straight path ends, if nobody waits: `start`. */
#include "api/audit.h"

/* --- the ending --- */

static enum audit_words why_no_end(const struct library_region *region, const struct ending *ending)
{
    if (ending->soonest.sort == FINISH_CUT || ending->latest.sort == FINISH_CUT)
        return WORDS_REASON_CUT;
    if (ending->soonest.sort == FINISH_KNOWN && ending->latest.sort == FINISH_KNOWN)
        return WORDS_COUNT;
    return calendar_week_minutes(&region->region->days.week) || region->region->n_periods ? WORDS_END_NEVER
                                                                                          : WORDS_END_NO_HOURS;
}

static enum audit_words why_no_start(enum moment_verdict verdict)
{
    switch (verdict) {
    case MOMENT_OK:
        break;
    case MOMENT_BAD: /* was told before any SOP was audited */
    case MOMENT_NO_SUCH:
        return WORDS_END_NO_SUCH;
    case MOMENT_NO_ZONE:
        return WORDS_END_NO_ZONE;
    }
    return WORDS_COUNT;
}

/* The clock of its region, and the moment on it. */
static enum status set_clock(struct library *library, struct library_region *region, struct text start,
                             const struct workclock **clock, struct ending *ending)
{
    const struct library_file *culprit;
    enum status status = library_workclock(library, region, clock, &culprit);
    if (status < 0)
        return status;
    if (culprit) {
        ending->no_end = WORDS_END_NO_HOLIDAYS;
        return STATUS_OK;
    }
    ending->east = (*clock)->east;
    ending->no_end = why_no_start(moment_read(start, ending->east, &ending->start));
    return STATUS_OK;
}

enum status audit_ending(struct library *library, const struct library_sop *sop, struct text start,
                         struct audited *audited, struct arena *arena)
{
    struct library_region *region = &library->regions[sop->region];
    const struct workclock *clock;
    if (start.len == 0)
        return STATUS_OK;
    struct ending *ending = ARENA_NEW(arena, struct ending);
    if (!ending)
        return STATUS_MEMORY;
    *ending = (struct ending){.no_end = WORDS_COUNT, .east = CALENDAR_NO_ZONE};
    audited->ending = ending;
    enum status status = set_clock(library, region, start, &clock, ending);
    if (status < 0 || ending->no_end != WORDS_COUNT)
        return status;
    ending->no_end = total_reason(audited->audit->straight, WORDS_ENDLESS_STRAIGHT);
    if (ending->no_end != WORDS_COUNT)
        return STATUS_OK;
    ending->soonest = finish_of(clock, ending->start, &audited->audit->legs[0]);
    ending->latest = finish_of(clock, ending->start, &audited->audit->legs[1]);
    ending->no_end = why_no_end(region, ending);
    return STATUS_OK;
}

/* The first year from there on that was counted as if it had no holidays; 0 behind the last. */
static int32_t guessed_after(const struct ending *ending, int32_t from)
{
    int32_t soonest = years_next(&ending->soonest.guessed, from), latest = years_next(&ending->latest.guessed, from);
    if (soonest == 0 || latest == 0)
        return soonest ? soonest : latest;
    return soonest < latest ? soonest : latest;
}

/* --- as JSON --- */

static json_t *json_moment(struct report *report, int64_t at, int32_t east)
{
    struct buf words = BUF_INIT;
    moment_write(&words, at, east);
    return json_buffer(report, &words);
}

static bool has_start(const struct ending *ending)
{
    return ending->no_end != WORDS_END_NO_HOLIDAYS && ending->no_end != WORDS_END_NO_SUCH &&
           ending->no_end != WORDS_END_NO_ZONE;
}

json_t *json_calendar(struct report *report, const struct ending *ending, enum lang lang)
{
    if (!ending)
        return json_null();
    bool ends = ending->no_end == WORDS_COUNT, starts = has_start(ending);
    json_t *object = json_object(), *years = json_array();
    put(report, object, "start", starts ? json_moment(report, ending->start, ending->east) : json_null());
    put(report, object, "end", ends ? json_moment(report, ending->soonest.at, ending->east) : json_null());
    put(report, object, "latest", ends ? json_moment(report, ending->latest.at, ending->east) : json_null());
    for (int32_t year = guessed_after(ending, 0); ends && year; year = guessed_after(ending, year + 1))
        append(report, years, json_integer(year));
    put(report, object, "holidays_unknown", years);
    put(report, object, "reason", ends ? json_null() : json_string(words_in(ending->no_end, lang)));
    return object;
}

/* --- on the page --- */

static struct text said_at(struct page *page, int64_t at, int32_t east)
{
    struct buf words = BUF_INIT;
    moment_say(&words, at, east, page->lang);
    return page_words(page, &words);
}

static void put_end(struct page *page, const struct audited *audited)
{
    const struct ending *ending = audited->ending;
    struct text start = said_at(page, ending->start, ending->east);
    struct text soonest = said_at(page, ending->soonest.at, ending->east);
    struct text latest = said_at(page, ending->latest.at, ending->east);
    struct text end = WORDS_WITH(page, END_ON, {"soonest", soonest});
    if (ending->latest.at != ending->soonest.at)
        end = WORDS_WITH(page, END_BETWEEN, {"soonest", soonest}, {"latest", latest});
    else if (is_lower_bound(audited->audit))
        end = WORDS_WITH(page, END_SOONEST, {"soonest", soonest});
    page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, END, {"start", start}, {"end", end}));
}

static void put_guessed(struct page *page, const struct ending *ending)
{
    struct buf years = BUF_INIT;
    for (int32_t year = guessed_after(ending, 0); year; year = guessed_after(ending, year + 1)) {
        buf_string(&years, years.len ? ", " : "");
        buf_number(&years, year);
    }
    struct text list = page_words(page, &years);
    if (list.len)
        page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, END_GUESSED, {"years", list}));
}

void audit_calendar(struct page *page, const struct audited *audited)
{
    const struct ending *ending = audited->ending;
    if (!ending)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_END_TITLE));
    if (ending->no_end == WORDS_COUNT) {
        put_end(page, audited);
        put_guessed(page, ending);
    } else {
        page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, END_NONE, {"reason", words_of(page, ending->no_end)}));
    }
}
