#include "model/workclock.h"

#include "base/must.h"
#include "base/sort.h"

/* --- years --- */

static bool is_year(int32_t year) { return year >= CALENDAR_FIRST_YEAR && year <= CALENDAR_LAST_YEAR; }

bool years_has(const struct years *years, int32_t year)
{
    return is_year(year) && bits_has(years->bits, (size_t)(year - CALENDAR_FIRST_YEAR));
}

void years_add(struct years *years, int32_t year)
{
    if (is_year(year))
        bits_add(years->bits, (size_t)(year - CALENDAR_FIRST_YEAR));
}

int32_t years_next(const struct years *years, int32_t from)
{
    size_t first = from > CALENDAR_FIRST_YEAR ? (size_t)(from - CALENDAR_FIRST_YEAR) : 0;
    ptrdiff_t found = bits_next(years->bits, bits_words(YEARS), first);
    return found < 0 ? 0 : CALENDAR_FIRST_YEAR + (int32_t)found;
}

/* --- making the clock --- */

static size_t put_dates(calendar_date *to, struct holiday_list list)
{
    for (size_t i = 0; i < list.n; i++)
        to[i] = list.at[i].date;
    return list.n;
}

static int by_date(const void *left, const void *right)
{
    calendar_date a = *(const calendar_date *)left, b = *(const calendar_date *)right;
    return a < b ? -1 : a > b;
}

static size_t drop_repeated(calendar_date *dates, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || dates[i] != dates[kept - 1])
            dates[kept++] = dates[i];
    return kept;
}

bool workclock_make(struct workclock *clock, const struct region *region, struct holiday_files files,
                    struct arena *arena)
{
    size_t room = 0, n = 0;
    *clock = (struct workclock){.east = region->east, .region = region};
    for (size_t i = 0; i < files.n; i++)
        room += files.at[i].days.n + files.at[i].joint.n;
    calendar_date *dates = ARENA_ARRAY(arena, room, calendar_date);
    if (!dates)
        return false;
    for (size_t i = 0; i < files.n; i++) {
        if (!files.at[i].local)
            years_add(&clock->known, (int32_t)files.at[i].year);
        n += put_dates(dates + n, files.at[i].days);
        n += put_dates(dates + n, files.at[i].joint);
    }
    if (!sort_stable(dates, n, sizeof *dates, by_date, arena))
        return false;
    clock->off = dates;
    clock->n_off = drop_repeated(dates, n);
    return true;
}

/* --- days --- */

/* The first holiday that is not before `day`, or the day behind the last. */
static calendar_date next_off(const struct workclock *clock, calendar_date day)
{
    size_t low = 0, high = clock->n_off;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (clock->off[mid] < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low < clock->n_off ? clock->off[low] : CALENDAR_LAST_DATE + 1;
}

/* The first period that is not over before `day`, or NULL. */
static const struct period *next_period(const struct region *region, calendar_date day)
{
    size_t low = 0, high = region->n_periods;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (region->periods[mid].to < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low < region->n_periods ? &region->periods[low] : NULL;
}

/* The days from some day on that keep one week, up to before `until`, a holiday or a day of another week. */
struct run {
    const struct work_week *week;
    calendar_date until;
};

static struct run run_from(const struct workclock *clock, calendar_date day)
{
    const struct period *period = next_period(clock->region, day);
    bool inside = period && period->from <= day;
    calendar_date off = next_off(clock, day), end = CALENDAR_LAST_DATE + 1;
    if (period)
        end = inside ? period->to + 1 : period->from;
    return (struct run){inside ? &period->week : &clock->region->days.week, off < end ? off : end};
}

static const struct day_hours *hours_of(const struct run *run, calendar_date day)
{
    static const struct day_hours none = {0};
    return day < run->until ? &run->week->day[calendar_parts_of(day).weekday] : &none;
}

/* --- walking --- */

struct walk walk_from(const struct workclock *clock, int64_t at)
{
    return (struct walk){.clock = clock, .at = at, .never = !moment_is_known(at, clock->east)};
}

bool walk_wall(struct walk *walk, int64_t ms)
{
    const int64_t most = (int64_t)(CALENDAR_LAST_DATE - CALENDAR_FIRST_DATE + 1) * MS_A_DAY;
    must(ms >= 0);
    walk->never = walk->never || ms > most || !moment_is_known(walk->at + ms, walk->clock->east);
    if (!walk->never)
        walk->at += ms;
    return !walk->never;
}

/* A stretch of work while it is done. */
struct work {
    const struct workclock *clock;
    struct moment_parts at; /* how far it has come; the time of day is 0 from the second day on */
    int64_t left;           /* milliseconds that are still to be done */
    calendar_date first;    /* the day on which it was taken up, or CALENDAR_NO_DATE */
};

/* Does what the hours of the day leave room for; the time of day is then where that ended. */
static void work_day(struct work *work, const struct day_hours *hours)
{
    for (uint32_t i = 0; i < hours->n && work->left; i++) {
        int32_t from = hours->at[i].from * MS_A_MINUTE, to = hours->at[i].to * MS_A_MINUTE;
        if (from < work->at.ms)
            from = work->at.ms;
        if (from >= to)
            continue;
        if (work->first == CALENDAR_NO_DATE)
            work->first = work->at.date;
        int64_t done = to - from < work->left ? to - from : work->left;
        work->left -= done;
        work->at.ms = from + (int32_t)done;
    }
}

/* Passes whole weeks of one run at once, as long as they leave something to do. The day on which work is taken up is
 * found first, day by day. */
static void work_weeks(struct work *work, const struct run *run)
{
    int64_t week = (int64_t)calendar_week_minutes(run->week) * MS_A_MINUTE;
    int64_t weeks = (run->until - work->at.date) / WEEKDAYS;
    if (week && work->first == CALENDAR_NO_DATE)
        return;
    if (week && weeks > (work->left - 1) / week)
        weeks = (work->left - 1) / week;
    work->left -= weeks * week;
    work->at.date += (calendar_date)(weeks * WEEKDAYS);
}

static bool do_work(struct work *work)
{
    struct run run = {.until = work->at.date};
    while (work->at.date <= CALENDAR_LAST_DATE) {
        if (work->at.date >= run.until)
            run = run_from(work->clock, work->at.date);
        work_day(work, hours_of(&run, work->at.date));
        if (work->left == 0)
            return true;
        work->at = (struct moment_parts){work->at.date + 1, 0};
        if (work->at.date < run.until)
            work_weeks(work, &run);
    }
    return false;
}

static void tell_years(struct walk *walk, calendar_date first, calendar_date last)
{
    int32_t end = calendar_parts_of(last).year;
    for (int32_t year = calendar_parts_of(first).year; year <= end; year++)
        if (!years_has(&walk->clock->known, year))
            years_add(&walk->guessed, year);
}

bool walk_work(struct walk *walk, int64_t ms)
{
    must(ms >= 0);
    if (walk->never || ms == 0)
        return !walk->never;
    const struct workclock *clock = walk->clock;
    struct work work = {clock, moment_parts_of(walk->at, clock->east), ms, CALENDAR_NO_DATE};
    bool done = do_work(&work);
    int64_t end = moment_of(work.at, clock->east);
    walk->never = !done || !moment_is_known(end, clock->east);
    if (walk->never)
        return false;
    tell_years(walk, work.first, work.at.date);
    walk->at = end;
    return true;
}
