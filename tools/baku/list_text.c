#include "list_text.h"

#include <stdio.h>
#include <string.h>

#include "case_text.h"
#include "table.h"

/* So much of a column still says something; of a title, which says whose case it is, the more, and of a SOP or an
 * actor, which begin alike, nearly all. */
enum { SOME = 12, MOST = 24, ALIKE = 28 };

/* Are the times of the rows those of different zones? Then each names its own. */
static bool is_zoned(const json_t *items)
{
    size_t i;
    const json_t *item;
    json_array_foreach (items, i, item)
        if (strcmp(text_at(item, "zone"), text_at(json_array_get(items, 0), "zone")) != 0)
            return true;
    return false;
}

static const char *zone_of(const struct table *table, const json_t *item)
{
    return table->zoned && *text_at(item, "zone") ? text_at(item, "zone") : "";
}

static void put_time(const struct table *table, const json_t *item, const char *time, char *to)
{
    const char *zone = *time ? zone_of(table, item) : "";
    snprintf(to, TABLE_CELL, "%s%s%s", time, *zone ? " " : "", zone);
}

static void print_list(struct table table, const json_t *document, const char *none)
{
    table.items = json_object_get(document, "items");
    table.zoned = is_zoned(table.items);
    if (json_array_size(table.items) == 0)
        out("%s\n", none);
    else
        print_table(&table);
    if (*text_at(document, "next"))
        out(say(table.cli, "Masih ada lagi: tambahkan --after %s\n", "There are more: add --after %s\n"),
            text_at(document, "next"));
}

static bool is_any_given(const struct cli *cli, const enum option *options, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || option_given(cli, options[i]);
    return any;
}

static void case_cell(const struct table *table, const json_t *item, int column, char *to)
{
    static const char *const keys[] = {"case", "key", "sop", "state", "started", "title"};
    const char *text = text_at(item, keys[column]);
    char time[CASE_TIME];
    if (column == 0)
        snprintf(to, TABLE_CELL, "%lld", number_at(item, "case"));
    else if (strcmp(keys[column], "started") == 0)
        put_time(table, item, case_time(text, time), to);
    else
        snprintf(to, TABLE_CELL, "%s", strcmp(keys[column], "state") == 0 ? case_word(table->cli, text) : text);
}

static const char *no_cases(const struct cli *cli)
{
    static const enum option filters[] = {OPTION_case_after, OPTION_case_region, OPTION_case_revision, OPTION_case_sop,
                                          OPTION_case_state};
    if (is_any_given(cli, filters, sizeof filters / sizeof *filters))
        return say(cli, "Tidak ada perkara untuk saringan itu; semuanya: baku case list",
                   "There is no case for that filter; all of them: baku case list");
    return say(cli, "Tidak ada perkara.", "There are no cases.");
}

void print_cases(const struct cli *cli, const json_t *document)
{
    const struct table_column columns[] = {{"NO", 0, 0},
                                           {say(cli, "KUNCI", "KEY"), 2, SOME},
                                           {"SOP", 1, ALIKE},
                                           {say(cli, "KEADAAN", "STATE"), 0, 0},
                                           {say(cli, "DIMULAI", "STARTED"), 0, 0},
                                           {say(cli, "JUDUL", "TITLE"), 3, MOST}};
    print_list((struct table){.cli = cli, .columns = columns, .n = 6, .cell = case_cell}, document, no_cases(cli));
}

static void put_due(const struct table *table, const json_t *item, char *to)
{
    char time[TABLE_CELL / 2];
    bool late = json_is_true(json_object_get(item, "late"));
    snprintf(time, sizeof time, "%s%s", late ? say(table->cli, "TERLAMBAT ", "LATE ") : "",
             text_at(item, "until_short"));
    put_time(table, item, time, to);
}

static void task_cell(const struct table *table, const json_t *item, int column, char *to)
{
    static const char *const keys[] = {"case", "key", "until", "step", "actor", "sop", "title"};
    if (column == 0)
        snprintf(to, TABLE_CELL, "%lld", number_at(item, "case"));
    else if (strcmp(keys[column], "until") == 0)
        put_due(table, item, to);
    else if (strcmp(keys[column], "actor") == 0)
        snprintf(to, TABLE_CELL, "%s (%s)", text_at(item, "actor"), text_at(item, "region"));
    else
        snprintf(to, TABLE_CELL, "%s", text_at(item, keys[column]));
}

static const char *nothing_due(const struct cli *cli)
{
    static const enum option filters[] = {OPTION_worklist_actor, OPTION_worklist_after, OPTION_worklist_as,
                                          OPTION_worklist_region};
    bool late = option_given(cli, OPTION_worklist_late);
    if (is_any_given(cli, filters, sizeof filters / sizeof *filters))
        return late ? say(cli, "Tidak ada yang terlambat untuk saringan itu; semuanya: baku worklist",
                          "Nothing is late for that filter; all that is due: baku worklist")
                    : say(cli, "Tidak ada yang menunggu untuk saringan itu; semuanya: baku worklist",
                          "Nothing is due for that filter; all that is due: baku worklist");
    return late ? say(cli, "Tidak ada yang terlambat.", "Nothing is late.")
                : say(cli, "Tidak ada yang menunggu.", "Nothing is due.");
}

void print_worklist(const struct cli *cli, const json_t *document)
{
    const struct table_column columns[] = {{"NO", 0, 0},
                                           {say(cli, "KUNCI", "KEY"), 3, SOME},
                                           {say(cli, "PALING LAMBAT", "BY"), 0, 0},
                                           {say(cli, "LANGKAH", "STEP"), 0, 0},
                                           {say(cli, "PELAKSANA", "ACTOR"), 2, ALIKE},
                                           {"SOP", 1, ALIKE},
                                           {say(cli, "JUDUL", "TITLE"), 4, MOST}};
    print_list((struct table){.cli = cli, .columns = columns, .n = 7, .cell = task_cell}, document, nothing_due(cli));
}
