#include "compare_text.h"

#include <stdio.h>
#include <string.h>

#include "compare_table.h"
#include "out.h"

enum { WIDTH = 80 };

/* --- the variants --- */

/* Nothing where the list is empty. */
static void out_list(const char *before, const json_t *array)
{
    size_t i;
    const json_t *item;
    json_array_foreach (array, i, item)
        out("%s%s", i ? ", " : before, json_string_value(item));
}

static void print_variants(const struct cli *cli, const json_t *variants)
{
    size_t i;
    const json_t *variant;
    out("\n");
    json_array_foreach (variants, i, variant) {
        out("%3zu  ", i + 1);
        out_in(cli, BOLD, text_at(variant, "sop"));
        if (*text_at(variant, "region_name")) {
            out(" · ");
            out_flat(text_at(variant, "region_name"));
        }
        out("\n     ");
        out_flat(text_at(variant, "title"));
        out_list(say(cli, "\n     memanggil ", "\n     calls "), json_object_get(variant, "calls"));
        out("\n");
    }
}

typedef bool of_variant(const json_t *variant);

static bool is_least(const json_t *variant) { return json_is_true(json_object_get(variant, "lower_bound")); }
static bool has_wall(const json_t *variant) { return json_is_true(json_object_get(variant, "wall")); }
static bool is_beyond(const json_t *variant)
{
    const char *reason = text_at(variant, "straight_reason");
    return *reason && strcmp(reason, "endless") != 0;
}
static bool calls_some(const json_t *variant) { return json_array_size(json_object_get(variant, "calls")) > 0; }

/* What the table needs to be read, where any variant is so. */
static const struct remark {
    of_variant *is_so;
    const char *id, *en;
} remarks[] = {
    {is_least, "≥: paling sedikit sekian; waktu sebuah langkah atau satuannya tidak ditetapkan.",
     "≥: at least so long; some step states no time, or a unit that is not defined."},
    {has_wall, "+: di samping itu ada waktu kalender, yang tidak dijumlahkan dengan waktu kerja.",
     "+: besides there is calendar time, which is not added to working time."},
    {is_beyond, "?: tidak dihitung; terlalu banyak kemungkinan, atau terlalu lama.",
     "?: not computed; too many possibilities, or too long."},
    {calls_some, "SOP yang dipanggil hanya dihitung dalam menit, tidak dalam jumlah yang lain.",
     "A called SOP counts in the minutes alone, not in the other numbers."},
};

static void print_remarks(const struct cli *cli, const json_t *variants)
{
    size_t i, printed = 0;
    const json_t *variant;
    for (size_t k = 0; k < sizeof remarks / sizeof *remarks; k++)
        json_array_foreach (variants, i, variant)
            if (remarks[k].is_so(variant)) {
                out("%s%s\n", printed++ ? "" : "\n", say(cli, remarks[k].id, remarks[k].en));
                break;
            }
}

/* --- norms --- */

/* The duration as the sheet writes it, in minutes too where that helps. */
static const char *norm_text(const struct cli *cli, const json_t *value, char *to, size_t size)
{
    char minutes[100], written[160];
    const json_t *duration = json_object_get(value, "duration");
    text_clipped(text_at(value, "duration_text"), sizeof written / 4 - 1, written);
    duration_text(cli, duration, minutes, sizeof minutes);
    bool is_wall = json_is_true(json_object_get(value, "duration_is_wall"));
    if (!*written)
        snprintf(to, size, "%s", say(cli, "tidak dinyatakan", "not stated"));
    else if (!json_is_object(duration))
        snprintf(to, size, "%s (%s)", written, say(cli, "satuan belum ditetapkan", "unit not defined"));
    else if (is_wall)
        snprintf(to, size, "%s%s", written,
                 strstr(written, "alender") ? "" : say(cli, " (kalender)", " (on the calendar)"));
    else
        snprintf(to, size, strstr(written, "enit") ? "%s" : "%s (%s)", written, minutes);
    return to;
}

static const char *rank_word(const struct cli *cli, const json_t *value)
{
    const char *rank = text_at(value, "rank");
    if (strcmp(rank, "shortest") == 0)
        return say(cli, "tersingkat", "shortest");
    return strcmp(rank, "longest") == 0 ? say(cli, "terlama", "longest") : "";
}

/* How wide the columns of a norm are. */
struct widths {
    size_t sop, norm, rank;
};

static void widen(size_t *width, const char *text)
{
    size_t own = text_width(text);
    *width = own > *width ? own : *width;
}

static struct widths widths_of(const struct cli *cli, const json_t *values)
{
    struct widths widths = {0};
    char norm[400];
    size_t i;
    const json_t *value;
    json_array_foreach (values, i, value) {
        widen(&widths.sop, text_at(value, "sop"));
        widen(&widths.norm, norm_text(cli, value, norm, sizeof norm));
        widen(&widths.rank, rank_word(cli, value));
    }
    widths.rank += widths.rank ? 2 : 0;
    return widths;
}

static void print_value(const struct cli *cli, const json_t *value, const struct widths *widths, const char *key)
{
    char norm[400], words[WIDTH * 4];
    out("     ");
    out_padded(text_at(value, "sop"), widths->sop + 2);
    out_padded(norm_text(cli, value, norm, sizeof norm), widths->norm + 2);
    out_padded(rank_word(cli, value), widths->rank);
    out_flat(text_at(value, "actor_title"));
    if (strcmp(text_at(value, "step"), key) != 0)
        out(" %s `%s`", say(cli, "pada", "at"), text_at(value, "step"));
    out_list(say(cli, ", memanggil ", ", calls "), json_object_get(value, "calls"));
    out("\n");
    if (!json_is_true(json_object_get(value, "same_words")))
        out("       “%s”\n", text_clipped(text_at(value, "words"), WIDTH - 9, words));
}

/* Under its key in the first variant, and the words that stand there. */
static void print_norm(const struct cli *cli, const json_t *norm, size_t number)
{
    size_t i;
    const json_t *value, *values = json_object_get(norm, "values");
    const char *key = text_at(json_array_get(values, 0), "step");
    struct widths widths = widths_of(cli, values);
    char words[WIDTH * 4];
    out("\n%3zu  ", number);
    out_in(cli, BOLD, key);
    out("\n       “%s”\n", text_clipped(text_at(norm, "activity"), WIDTH - 9, words));
    json_array_foreach (values, i, value)
        print_value(cli, value, &widths, key);
}

static void print_norms(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *norm, *norms = json_object_get(document, "norms");
    long long shared = number_at(document, "shared"), agreed = number_at(document, "agreed");
    if (json_array_size(json_object_get(document, "variants")) < 2)
        return;
    if (shared == 0) {
        out("\n%s\n",
            say(cli, "Tidak ada kegiatan yang terdapat pada dua varian.", "No activity stands in two variants."));
        return;
    }
    out("\n");
    out(say(cli, "Kegiatan pada dua varian atau lebih: %lld; waktunya sama: %lld, berbeda: %lld.\n",
            "Activities in two variants or more: %lld; same time: %lld, different times: %lld.\n"),
        shared, agreed, shared - agreed);
    json_array_foreach (norms, i, norm)
        print_norm(cli, norm, i + 1);
}

/* The steps' keys, as many in a line as it holds. */
static void print_steps(const json_t *steps)
{
    size_t i, column = WIDTH;
    const json_t *step;
    json_array_foreach (steps, i, step) {
        const char *key = json_string_value(step);
        size_t width = strlen(key) + 2;
        if (column + width > WIDTH) {
            out(i ? ",\n       %s" : "       %s", key);
            column = 7 + width;
        } else {
            out(", %s", key);
            column += width;
        }
    }
    out("\n");
}

static void print_alone(const struct cli *cli, const json_t *document)
{
    size_t i, n = 0;
    const json_t *variant;
    if (json_array_size(json_object_get(document, "variants")) < 2)
        return;
    json_array_foreach (json_object_get(document, "alone"), i, variant) {
        const json_t *steps = json_object_get(variant, "steps");
        if (json_array_size(steps) == 0)
            continue;
        if (n++ == 0)
            out("\n%s\n",
                say(cli, "Langkah tanpa padanan pada varian lain", "Steps without a counterpart in another variant"));
        out("     %s\n", text_at(variant, "sop"));
        print_steps(steps);
    }
}

/* --- what is not compared --- */

static void print_uncompared(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *sop, *list = json_object_get(document, "uncompared");
    if (json_array_size(list))
        out("\n%s\n", say(cli, "Tidak dibandingkan", "Not compared"));
    json_array_foreach (list, i, sop) {
        out("     ");
        out_in(cli, RED, text_at(sop, "sop"));
        out(": %s; %s baku check %s\n", text_at(sop, "reason"), say(cli, "lihat:", "see:"), text_at(sop, "culprit"));
    }
}

/* --- the whole --- */

void print_comparison(const struct cli *cli, const json_t *document)
{
    const json_t *variants = json_object_get(document, "variants");
    size_t n = json_array_size(variants);
    out_flat(text_at(document, "service"));
    out(" · ");
    out(say(cli, "%zu varian\n", n == 1 ? "%zu variant\n" : "%zu variants\n"), n);
    if (n) {
        print_variants(cli, variants);
        compare_table(cli, variants);
        print_remarks(cli, variants);
    }
    print_norms(cli, document);
    print_alone(cli, document);
    print_uncompared(cli, document);
}

/* The service with most variants: comparing it shows most. */
static const json_t *largest(const json_t *services)
{
    size_t i;
    const json_t *service, *best = json_array_get(services, 0);
    json_array_foreach (services, i, service)
        if (number_at(service, "variants") > number_at(best, "variants"))
            best = service;
    return best;
}

/* How to compare it; a text that a shell would take apart is not shown as a command. */
static void print_example(const struct cli *cli, const char *service)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    bool is_plain = service[strspn(service, plain)] == '\0' && *service != '-';
    out("\n%s baku compare %s\n", say(cli, "Satu layanan:", "One service:"),
        is_plain ? service : say(cli, "LAYANAN", "SERVICE"));
}

void print_services(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *service, *services = json_object_get(document, "services");
    json_array_foreach (services, i, service) {
        long long n = number_at(service, "variants");
        size_t own = text_width(text_at(service, "service"));
        out_flat(text_at(service, "service"));
        out_padded("", own < 40 ? 40 - own : 0);
        out(say(cli, " %2lld varian\n", n == 1 ? " %2lld variant\n" : " %2lld variants\n"), n);
    }
    if (i == 0)
        out("%s\n", say(cli, "Tidak ada SOP yang menyebut layanan.", "No SOP names a service."));
    if (json_array_size(json_object_get(document, "without"))) {
        out_list(say(cli, "\nTanpa `service`: ", "\nWithout a `service`: "), json_object_get(document, "without"));
        out("\n");
    }
    print_uncompared(cli, document);
    if (i)
        print_example(cli, text_at(largest(services), "service"));
}
