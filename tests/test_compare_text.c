/* How a comparison is printed for people, from documents that are made by hand here: the table's columns, long and
 * hostile texts. What the program prints of files is tests/transcripts'. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compare_text.h"

typedef void printer(const struct cli *cli, const json_t *document);

/* What is printed of a document, which is released; valid until the next call. */
static const char *printed(printer *print, enum baku_lang lang, json_t *document)
{
    static char text[1 << 18];
    struct cli cli = {.command = COMMAND_compare, .lang = lang};
    FILE *to = tmpfile();
    int kept = dup(STDOUT_FILENO);
    assert_non_null(document);
    assert_non_null(to);
    fflush(stdout);
    dup2(fileno(to), STDOUT_FILENO);
    print(&cli, document);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    rewind(to);
    text[fread(text, 1, sizeof text - 1, to)] = '\0';
    fclose(to);
    json_decref(document);
    return text;
}

static json_t *minutes(int minutes) { return json_pack("{s:i,s:i}", "min_s", minutes * 60, "max_s", minutes * 60); }

static json_t *variant(const char *sop, const char *title, int straight)
{
    return json_pack("{s:s,s:s,s:s,s:i,s:i,s:i,s:i,s:i,s:i,s:[],s:o,s:n,s:b,s:b,s:o,s:o,s:o,s:s,s:b,s:s}", "sop", sop,
                     "title", title, "region_name", "Wilayah", "steps", 8, "actors", 3, "handoffs", 4, "decisions", 1,
                     "documents", 9, "given", 2, "calls", "straight", minutes(straight), "straight_reason",
                     "lower_bound", 0, "wall", 0, "applicant", minutes(1), "office", minutes(straight - 1), "claim",
                     minutes(7), "claim_text", "7 menit", "claim_is_wall", 0, "verdict", "wrong");
}

/* With those variants and norms, which are taken over; two activities are shared. */
static json_t *comparison(json_t *variants, json_t *norms)
{
    return json_pack("{s:s,s:o,s:i,s:i,s:o,s:[],s:[]}", "service", "izin", "variants", variants, "shared", 2, "agreed",
                     1, "norms", norms, "alone", "uncompared");
}

static json_t *value(const char *sop, const char *duration_text, json_t *duration, const char *rank)
{
    return json_pack("{s:s,s:s,s:b,s:s,s:o,s:s,s:b,s:s,s:[],s:s,s:s}", "sop", sop, "step", "cek", "same_words", 1,
                     "actor", "p", "duration", duration, "duration_text", duration_text, "duration_is_wall", 0, "rank",
                     rank, "calls", "actor_title", "Petugas", "words", "Memeriksa");
}

static void expect_line(const char *text, const char *line)
{
    if (!strstr(text, line))
        fail_msg("not `%s`: %s", line, text);
}

/* No line of the table is wider than a terminal; every column stands once. */
static void expect_narrow(const char *text)
{
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n"), width = 0;
        for (size_t i = 0; i < len; i++)
            width += ((unsigned char)at[i] & 0xC0) != 0x80;
        if (width > 80)
            fail_msg("%zu columns: %.*s", width, (int)len, at);
        at += len + (at[len] == '\n');
    }
}

/* --- the table --- */

static void columns_stand_under_their_numbers(void **state)
{
    (void)state;
    json_t *variants = json_pack("[o,o]", variant("a/x", "T", 8), variant("b/y", "U", 1234));
    const char *text = printed(print_comparison, BAKU_EN, comparison(variants, json_array()));
    expect_line(text, "izin · 2 variants\n"
                      "\n"
                      "  1  a/x · Wilayah\n"
                      "     T\n"
                      "  2  b/y · Wilayah\n"
                      "     U\n"
                      "\n"
                      "                              1      2\n"
                      "Steps                         8      8\n");
    expect_line(text, "Minutes, every answer Ya      8   1234\n"
                      "  applicant                   1      1\n"
                      "  office                      7   1233\n"
                      "Minutes as claimed            7      7\n"
                      "That claim is             wrong  wrong\n"
                      "\n"
                      "Activities in two variants or more: 2; same time: 1, different times: 1.\n");
}

static json_t *many_variants(int n)
{
    json_t *variants = json_array();
    for (int i = 0; i < n; i++) {
        char name[32];
        snprintf(name, sizeof name, "a/x%d", i + 1);
        json_array_append_new(variants, variant(name, "T", i + 2));
    }
    return variants;
}

/* 24 columns of words, and 7 or 8 for each variant: `wrong` or `keliru` and two blanks. */
static void a_wide_table_goes_on_below(void **state)
{
    (void)state;
    const char *text = printed(print_comparison, BAKU_EN, comparison(many_variants(8), json_array()));
    expect_narrow(text);
    expect_line(text, "      6      7      8\nSteps ");
    text = printed(print_comparison, BAKU_ID, comparison(many_variants(20), json_array()));
    expect_narrow(text);
    expect_line(text, "\n                               1       2       3       4       5       6       7\nLangkah ");
    expect_line(text, "keliru\n\n                               8       9 ");
    expect_line(text, "keliru\n\n                              15      16      17      18      19      20\nLangkah ");
}

/* A claim as it is written makes a column wide, up to where it is cut. */
static void a_wide_column_is_cut(void **state)
{
    (void)state;
    json_t *variants = many_variants(3), *wide = json_array_get(variants, 1);
    json_object_set_new(wide, "claim", json_null());
    json_object_set_new(wide, "claim_text", json_string("tiga puluh ribu hari lamanya"));
    json_array_append(variants, wide);
    const char *text = printed(print_comparison, BAKU_EN, comparison(variants, json_array()));
    expect_narrow(text);
    expect_line(text, "\nMinutes as claimed            7  tiga puluh ribu hari l…      7\nThat");
    expect_line(text, "\nMinutes as claimed        tiga puluh ribu hari l…\nThat");
}

static void what_is_not_a_number_is_said(void **state)
{
    (void)state;
    json_t *least = variant("a/x", "T", 8), *endless = variant("a/y", "T", 1), *cut = variant("a/z", "T", 1);
    json_object_set_new(least, "lower_bound", json_true());
    json_object_set_new(least, "wall", json_true());
    json_object_set_new(endless, "straight", json_null());
    json_object_set_new(endless, "straight_reason", json_string("endless"));
    json_object_set_new(endless, "handoffs", json_null());
    json_object_set_new(cut, "straight", json_null());
    json_object_set_new(cut, "straight_reason", json_string("cut"));
    json_object_set_new(cut, "claim", json_null());
    json_object_set_new(cut, "claim_text", json_string("1 hari"));
    json_object_set_new(cut, "verdict", json_string("none"));
    json_object_set_new(least, "verdict", json_string("lower-bound"));
    json_t *variants = json_pack("[o,o,o]", least, endless, cut);
    const char *text = printed(print_comparison, BAKU_ID, comparison(variants, json_array()));
    expect_line(text, "Serah terima                        4            –       4\n");
    expect_line(text, "Menit, semua jawaban Ya         ≥ 8 +  tanpa akhir       ?\n"
                      "  pemohon                         ≥ 1            1       1\n");
    expect_line(text, "Menit menurut klaim                 7            7  1 hari\n"
                      "Klaim itu                 belum pasti       keliru       –\n"
                      "\n"
                      "≥: paling sedikit sekian");
    expect_line(text, "\n+: di samping itu ada waktu kalender");
    expect_line(text, "\n?: tidak dihitung; terlalu banyak kemungkinan");
}

/* --- norms --- */

static void durations_stand_as_they_are_written(void **state)
{
    (void)state;
    json_t *unknown = value("a/z", "1 hari", json_null(), ""), *wall = value("a/w", "2 hari", minutes(2880), "");
    json_object_set_new(wall, "duration_is_wall", json_true());
    json_t *values =
        json_pack("[o,o,o,o,o]", value("a/x", "1 jam", minutes(60), "longest"),
                  value("a/y", "2 menit", minutes(2), "shortest"), unknown, wall, value("a/v", "", json_null(), ""));
    json_t *variants = json_pack("[o,o]", variant("a/x", "T", 8), variant("a/y", "T", 8));
    json_t *norms = json_pack("[{s:s,s:o}]", "activity", "Memeriksa", "values", values);
    const char *text = printed(print_comparison, BAKU_EN, comparison(variants, norms));
    expect_line(text, "\n  1  cek\n"
                      "       “Memeriksa”\n"
                      "     a/x  1 jam (60 minutes)         longest   Petugas\n"
                      "     a/y  2 menit                    shortest  Petugas\n"
                      "     a/z  1 hari (unit not defined)            Petugas\n"
                      "     a/w  2 hari (on the calendar)             Petugas\n"
                      "     a/v  not stated                           Petugas\n");
}

static void other_keys_words_and_calls_are_shown(void **state)
{
    (void)state;
    json_t *other = value("a/y", "2 menit", minutes(2), "");
    json_object_set_new(other, "step", json_string("periksa"));
    json_object_set_new(other, "same_words", json_false());
    json_object_set_new(other, "words", json_string("Mencocokkan"));
    json_object_set_new(other, "calls", json_pack("[s,s]", "a/p", "a/q"));
    json_t *variants = json_pack("[o,o]", variant("a/x", "T", 8), variant("a/y", "T", 8));
    json_t *norms =
        json_pack("[{s:s,s:[o,o]}]", "activity", "Memeriksa", "values", value("a/x", "1 menit", minutes(1), ""), other);
    const char *text = printed(print_comparison, BAKU_ID, comparison(variants, norms));
    expect_line(text, "     a/y  2 menit  Petugas pada `periksa`, memanggil a/p, a/q\n"
                      "       “Mencocokkan”\n");
}

/* --- strangers' texts --- */

/* A text that would forge lines, steer the terminal or fill it. */
static char *hostile(size_t letters)
{
    static char text[20000];
    char *to = text + sprintf(text, "A\nB\x1b[2J\xe2\x80\xaePalsu\n     a/y  0 menit\n");
    for (size_t i = 0; i < letters; i++)
        to = stpcpy(to, "é");
    return text;
}

static void a_hostile_text_stays_on_its_line(void **state)
{
    (void)state;
    const char *bad = hostile(3000);
    json_t *one = variant("a/x", hostile(0), 8), *other = variant("a/y", "T", 8);
    json_object_set_new(one, "region_name", json_string(hostile(0)));
    json_object_set_new(one, "claim", json_null());
    json_object_set_new(one, "claim_text", json_string(hostile(0)));
    bad = hostile(3000);
    json_t *first = value("a/x", bad, json_null(), ""), *second = value("a/y", "1 menit", minutes(1), "");
    json_object_set_new(second, "same_words", json_false());
    json_object_set_new(second, "words", json_string(bad));
    json_object_set_new(second, "actor_title", json_string(hostile(0)));
    bad = hostile(3000);
    json_t *norms = json_pack("[{s:s,s:[o,o]}]", "activity", bad, "values", first, second);
    json_t *document = comparison(json_pack("[o,o]", one, other), norms);
    json_object_set_new(document, "service", json_string(hostile(0)));
    const char *text = printed(print_comparison, BAKU_ID, document);
    assert_null(strchr(text, '\x1b'));
    assert_null(strstr(text, "\xe2\x80\xae"));
    assert_null(strstr(text, "\nB"));
    assert_null(strstr(text, "\n     a/y  0 menit"));
    expect_line(text, "A B?[2J?Palsu");
    expect_line(text, "é…”\n");
    assert_true(strlen(text) < 8000);
}

/* --- services --- */

static void services_are_shown_with_an_example(void **state)
{
    (void)state;
    json_t *document = json_pack("{s:[{s:s,s:i,s:[]},{s:s,s:i,s:[]}],s:[s,s],s:[{s:s,s:s,s:s}]}", "services", "service",
                                 "a", "variants", 1, "sops", "service", "b", "variants", 12, "sops", "without", "p/q",
                                 "p/r", "uncompared", "sop", "p/s", "culprit", "p/t", "reason", "sebab");
    assert_string_equal(printed(print_services, BAKU_EN, document),
                        "a                                         1 variant\n"
                        "b                                        12 variants\n"
                        "\n"
                        "Without a `service`: p/q, p/r\n"
                        "\n"
                        "Not compared\n"
                        "     p/s: sebab; see: baku check p/t\n"
                        "\n"
                        "One service: baku compare b\n");
}

static void what_a_shell_would_take_apart_is_no_example(void **state)
{
    static const char *const services[] = {"a b", "$(rm x)", "-x", "a;b", "é"};
    (void)state;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        json_t *document = json_pack("{s:[{s:s,s:i,s:[]}],s:[],s:[]}", "services", "service", services[i], "variants",
                                     1, "sops", "without", "uncompared");
        expect_line(printed(print_services, BAKU_ID, document), "\nSatu layanan: baku compare LAYANAN\n");
    }
    json_t *nothing = json_pack("{s:[],s:[],s:[]}", "services", "without", "uncompared");
    assert_string_equal(printed(print_services, BAKU_ID, nothing), "Tidak ada SOP yang menyebut layanan.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_stand_under_their_numbers),
        cmocka_unit_test(a_wide_table_goes_on_below),
        cmocka_unit_test(a_wide_column_is_cut),
        cmocka_unit_test(what_is_not_a_number_is_said),
        cmocka_unit_test(durations_stand_as_they_are_written),
        cmocka_unit_test(other_keys_words_and_calls_are_shown),
        cmocka_unit_test(a_hostile_text_stays_on_its_line),
        cmocka_unit_test(services_are_shown_with_an_example),
        cmocka_unit_test(what_a_shell_would_take_apart_is_no_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
