#include "bench/measure.h"

#include <stdio.h>

#include "world/clock.h"

enum { ROUNDS = 25 };

static bool run_round(const struct side *side, double *best)
{
    if (!side->work)
        return true;
    double start = clock_seconds();
    bool fine = side->work(side->self, side->times);
    double took = clock_seconds() - start;
    double rate = took > 0 ? (double)side->times * side->units / took : 0;
    *best = rate > *best ? rate : *best;
    return fine;
}

bool measure(const struct side *ours, const struct side *floor, struct rates *best)
{
    *best = (struct rates){0};
    for (int i = 0; i < ROUNDS; i++)
        if (!run_round(floor, &best->floor) || !run_round(ours, &best->ours))
            return false;
    return true;
}

/* Four digits at most and a power of a thousand. */
static const char *shown(double value, const char *unit, char *text, size_t size)
{
    static const char *const powers[] = {"", "k ", "M ", "G "};
    size_t power = 0;
    for (; value >= 10000 && power < 3; power++)
        value /= 1000;
    snprintf(text, size, "%.*f %s%s", value < 100 ? 2 : 0, value, powers[power], unit);
    return text;
}

static bool is_kept(const struct line *line)
{
    double value = line->ratio > 0 ? line->ratio : line->ours;
    return line->sense == AT_LEAST ? value >= line->wanted : value <= line->wanted;
}

void print_head(void) { printf("%-44s %20s %20s %8s %9s\n", "row", "ours", "floor", "ratio", "wanted"); }

void print_line(const struct line *line)
{
    char ours[40], floor[40], ratio[16] = "-", wanted[24] = "-";
    shown(line->ours, line->unit, ours, sizeof ours);
    if (line->floor > 0)
        shown(line->floor, line->unit, floor, sizeof floor);
    if (line->ratio > 0)
        snprintf(ratio, sizeof ratio, "%.3f", line->ratio);
    if (line->sense != FOR_INFORMATION)
        snprintf(wanted, sizeof wanted, "%s %.4g", line->sense == AT_LEAST ? ">=" : "<=", line->wanted);
    const char *verdict = line->sense == FOR_INFORMATION ? "" : is_kept(line) ? "ok" : "below";
    printf("%-44s %20s %20s %8s %9s  %s\n", line->row, ours, line->floor > 0 ? floor : "-", ratio, wanted, verdict);
    fflush(stdout);
}

void print_rates(const char *row, const char *unit, struct rates rates, double wanted)
{
    struct line line = {.row = row,
                        .unit = unit,
                        .ours = rates.ours,
                        .floor = rates.floor,
                        .ratio = rates.ours / rates.floor,
                        .sense = AT_LEAST,
                        .wanted = wanted};
    print_line(&line);
}
