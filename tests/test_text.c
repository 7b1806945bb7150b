/* How findings are printed for people: the way, the notes and what was not looked for, from documents that are made by
 * hand here. What the program prints of files is tests/transcripts'. */
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

#include "findings_text.h"

/* What print_findings() prints of a document, which is released; valid until the next call. */
static const char *printed(enum baku_lang lang, json_t *document)
{
    static char text[1 << 16];
    struct cli cli = {.command = COMMAND_check, .lang = lang};
    FILE *to = tmpfile();
    int kept = dup(STDOUT_FILENO);
    assert_non_null(document);
    assert_non_null(to);
    fflush(stdout);
    dup2(fileno(to), STDOUT_FILENO);
    print_findings(&cli, document);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    rewind(to);
    text[fread(text, 1, sizeof text - 1, to)] = '\0';
    fclose(to);
    json_decref(document);
    return text;
}

static json_t *way_of(int steps)
{
    json_t *way = json_array();
    for (int i = 1; i <= steps; i++)
        json_array_append_new(way, json_pack("{s:i,s:s,s:o}", "number", i, "step", "s", "left",
                                             i == 2 ? json_string("Tidak") : json_null()));
    return way;
}

/* A document with one finding, which has that way and those notes. */
static json_t *with_finding(json_t *way, json_t *notes)
{
    return json_pack("{s:i,s:[{s:s,s:s,s:s,s:i,s:i,s:s,s:s,s:b,s:o,s:o,s:{s:s,s:i,s:i,s:i}}],s:i,s:i,s:i,s:i,s:s}",
                     "files", 1, "findings", "code", "B302", "severity", "error", "file", "a.yaml", "line", 7, "column",
                     3, "message", "kurang", "help", "tambahkan", "accepted", 0, "way", way, "notes", notes, "excerpt",
                     "text", "- satu", "cut", 0, "from", 2, "count", 4, "errors", 1, "warnings", 0, "notes", 0,
                     "accepted", 0, "checked", "Diperiksa.");
}

static void the_order_is_that_of_a_teacher(void **state)
{
    (void)state;
    json_t *notes = json_pack("[{s:s,s:s,s:i,s:i,s:{s:s,s:i,s:i,s:i}}]", "message", "di sini", "file", "a.yaml", "line",
                              4, "column", 1, "excerpt", "text", "empat", "cut", 0, "from", 0, "count", 5);
    assert_string_equal(printed(BAKU_ID, with_finding(way_of(3), notes)),
                        "a.yaml:7:3: galat B302: kurang\n"
                        "    7 | - satu\n"
                        "      |   ^^^^\n"
                        "      = jalur: 1 s > 2 s [Tidak] > 3 s\n"
                        "    4 | empat\n"
                        "      | ^^^^^\n"
                        "      = catatan: di sini\n"
                        "      = bantuan: tambahkan\n"
                        "\n"
                        "1 berkas dibaca: 1 galat, 0 peringatan, 0 catatan, 0 diterima. Diperiksa.\n");
}

static void expect_way(enum baku_lang lang, int steps, const char *line)
{
    const char *text = printed(lang, with_finding(way_of(steps), json_array()));
    if (!strstr(text, line))
        fail_msg("not `%s`: %s", line, text);
}

static void a_long_way_is_cut_in_the_middle(void **state)
{
    (void)state;
    expect_way(BAKU_ID, 1, "= jalur: 1 s\n");
    expect_way(BAKU_EN, 13,
               "= path: 1 s > 2 s [Tidak] > 3 s > 4 s > 5 s > 6 s > 7 s > 8 s > 9 s > 10 s > 11 s > 12 s > 13 s\n");
    expect_way(BAKU_ID, 14, " > 5 s > 6 s > … (2 langkah) … > 9 s > 10 s > 11 s > 12 s > 13 s > 14 s\n");
    expect_way(BAKU_EN, 900, " > 6 s > … (888 steps) … > 895 s > ");
    assert_null(strstr(printed(BAKU_ID, with_finding(way_of(0), json_array())), "jalur"));
}

static json_t *with_unchecked(int sops)
{
    json_t *unchecked = json_array();
    for (int i = 0; i < sops; i++)
        json_array_append_new(unchecked, json_pack("{s:s,s:[s,s],s:s}", "sop", "uji/a", "checks", "B2", "B3", "reason",
                                                   "alurnya masih salah"));
    return json_pack("{s:i,s:[],s:i,s:i,s:i,s:i,s:s,s:o}", "files", 1, "findings", "errors", 0, "warnings", 0, "notes",
                     0, "accepted", 0, "checked", "Diperiksa.", "unchecked", unchecked);
}

static size_t count_of(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        n++;
    return n;
}

static void twenty_gaps_are_shown(void **state)
{
    static const char gap[] = "uji/a: belum diperiksa B2, B3, karena alurnya masih salah\n";
    (void)state;
    assert_int_equal(count_of(printed(BAKU_ID, with_unchecked(1)), gap), 1);
    const char *text = printed(BAKU_ID, with_unchecked(20));
    assert_int_equal(count_of(text, gap), 20);
    assert_null(strstr(text, "lagi"));
    text = printed(BAKU_ID, with_unchecked(23));
    assert_int_equal(count_of(text, gap), 20);
    assert_non_null(strstr(text, "… dan 3 SOP lagi\n1 berkas"));
    assert_non_null(strstr(printed(BAKU_EN, with_unchecked(21)), "… and 1 more SOP\n"));
}

static void nothing_steers_the_terminal(void **state)
{
    (void)state;
    json_t *way = json_pack("[{s:i,s:s,s:s}]", "number", 1, "step", "a\x1B[2J", "left",
                            "b\xE2\x80\xAE"
                            "c");
    const char *text = printed(BAKU_ID, with_finding(way, json_array()));
    assert_null(strchr(text, '\x1B'));
    assert_non_null(strstr(text, "= jalur: 1 a?[2J [b?c]\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_that_of_a_teacher),
        cmocka_unit_test(a_long_way_is_cut_in_the_middle),
        cmocka_unit_test(twenty_gaps_are_shown),
        cmocka_unit_test(nothing_steers_the_terminal),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
