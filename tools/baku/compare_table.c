#include "compare_table.h"

#include <stdio.h>
#include <string.h>

#include "out.h"

enum { WIDTH = 80, CELL = 96 };

/* --- cells --- */

/* Writes what stands in one cell. */
typedef void cell_text(const struct cli *cli, const json_t *variant, const char *key, char *to);

static void count_cell(const struct cli *cli, const json_t *variant, const char *key, char *to)
{
    (void)cli;
    if (json_is_integer(json_object_get(variant, key)))
        snprintf(to, CELL, "%lld", number_at(variant, key));
    else
        strcpy(to, "–");
}

static void minutes_cell(const struct cli *cli, const json_t *variant, const char *key, char *to)
{
    if (!*minutes_text(cli, json_object_get(variant, key), to, CELL))
        strcpy(to, "–");
}

static bool is(const json_t *variant, const char *key) { return json_is_true(json_object_get(variant, key)); }

/* On the way with every answer Ya. */
static void work_cell(const struct cli *cli, const json_t *variant, const char *key, char *to)
{
    char minutes[CELL / 2];
    if (*minutes_text(cli, json_object_get(variant, key), minutes, sizeof minutes))
        snprintf(to, CELL, "%s%s", is(variant, "lower_bound") ? "≥ " : "", minutes);
    else
        strcpy(to, "–");
}

static void straight_cell(const struct cli *cli, const json_t *variant, const char *key, char *to)
{
    const char *reason = text_at(variant, "straight_reason");
    work_cell(cli, variant, key, to);
    if (*reason)
        strcpy(to, strcmp(reason, "endless") == 0 ? say(cli, "tanpa akhir", "endless") : "?");
    else if (is(variant, "wall"))
        strcat(to, " +");
}

/* A claim that is no working time is shown as it is written. */
static void claim_cell(const struct cli *cli, const json_t *variant, const char *key, char *to)
{
    const char *written = text_at(variant, "claim_text");
    if (*written && (is(variant, "claim_is_wall") || !json_is_object(json_object_get(variant, key))))
        text_clipped(written, CELL / 4 - 1, to);
    else
        minutes_cell(cli, variant, key, to);
}

static void verdict_cell(const struct cli *cli, const json_t *variant, const char *key, char *to)
{
    static const struct {
        const char *verdict, *id, *en;
    } words[] = {{"exact", "tepat", "exact"},
                 {"lower-bound", "belum pasti", "not certain"},
                 {"variant", "benar sebagian", "true in part"},
                 {"wrong", "keliru", "wrong"}};
    strcpy(to, "–");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text_at(variant, key), words[i].verdict) == 0)
            strcpy(to, say(cli, words[i].id, words[i].en));
}

/* --- a row for each property, a column for each variant --- */

static const struct property {
    const char *key, *id, *en;
    cell_text *cell;
} properties[] = {
    {"steps", "Langkah", "Steps", count_cell},
    {"actors", "Pelaksana", "Actors", count_cell},
    {"handoffs", "Serah terima", "Hand-offs", count_cell},
    {"decisions", "Keputusan", "Decisions", count_cell},
    {"documents", "Dokumen", "Documents", count_cell},
    {"given", "  dibawa sejak awal", "  brought at the start", count_cell},
    {"straight", "Menit, semua jawaban Ya", "Minutes, every answer Ya", straight_cell},
    {"applicant", "  pemohon", "  applicant", work_cell},
    {"office", "  kantor", "  office", work_cell},
    {"claim", "Menit menurut klaim", "Minutes as claimed", claim_cell},
    {"verdict", "Klaim itu", "That claim is", verdict_cell},
};

enum { PROPERTIES = sizeof properties / sizeof *properties, LABEL = 24 };

/* How wide a variant's column is, with the two blanks before it. */
static size_t column_width(const struct cli *cli, const json_t *variant, size_t number)
{
    char cell[CELL];
    size_t width = (size_t)snprintf(cell, sizeof cell, "%zu", number);
    for (size_t i = 0; i < PROPERTIES; i++) {
        properties[i].cell(cli, variant, properties[i].key, cell);
        width = text_width(cell) > width ? text_width(cell) : width;
    }
    return width + 2;
}

static void print_right(const char *cell, size_t width)
{
    for (size_t own = text_width(cell); own < width; own++)
        out(" ");
    out("%s", cell);
}

/* The columns of the variants from `first` up to before `last`. */
static void print_columns(const struct cli *cli, const json_t *variants, size_t first, size_t last)
{
    char cell[CELL];
    out("\n");
    out_padded("", LABEL);
    for (size_t i = first; i < last; i++) {
        snprintf(cell, sizeof cell, "%zu", i + 1);
        print_right(cell, column_width(cli, json_array_get(variants, i), i + 1));
    }
    out("\n");
    for (size_t p = 0; p < PROPERTIES; p++) {
        out_padded(say(cli, properties[p].id, properties[p].en), LABEL);
        for (size_t i = first; i < last; i++) {
            const json_t *variant = json_array_get(variants, i);
            properties[p].cell(cli, variant, properties[p].key, cell);
            print_right(cell, column_width(cli, variant, i + 1));
        }
        out("\n");
    }
}

void compare_table(const struct cli *cli, const json_t *variants)
{
    size_t n = json_array_size(variants);
    for (size_t first = 0, last; first < n; first = last) {
        size_t width = LABEL;
        for (last = first; last < n; last++) {
            width += column_width(cli, json_array_get(variants, last), last + 1);
            if (width > WIDTH && last > first)
                break;
        }
        print_columns(cli, variants, first, last);
    }
}
