/* How findings and pages are printed for people: the way, the notes and what was not looked for; tables and sentences
 * that are too wide; from documents that are made by hand here. What the program prints of files is tests/transcripts'.
 */
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

#include "case_text.h"
#include "findings_text.h"
#include "list_text.h"
#include "page_text.h"

/* What a printer prints of a document, which is released; valid until the next call. */
static const char *printed_for(const struct cli *cli, void (*print)(const struct cli *, const json_t *),
                               json_t *document)
{
    static char text[1 << 16];
    FILE *to = tmpfile();
    int kept = dup(STDOUT_FILENO);
    assert_non_null(document);
    assert_non_null(to);
    fflush(stdout);
    dup2(fileno(to), STDOUT_FILENO);
    print(cli, document);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    rewind(to);
    text[fread(text, 1, sizeof text - 1, to)] = '\0';
    fclose(to);
    json_decref(document);
    return text;
}

static const char *printed_by(void (*print)(const struct cli *, const json_t *), enum baku_lang lang, json_t *document)
{
    return printed_for(&(struct cli){.command = COMMAND_check, .lang = lang}, print, document);
}

static const char *printed(enum baku_lang lang, json_t *document) { return printed_by(print_findings, lang, document); }

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

/* --- pages --- */

static json_t *table_of(const char *align, int head, json_t *rows)
{
    return json_pack("[{s:s,s:s,s:b,s:o}]", "kind", "table", "align", align, "head", head, "rows", rows);
}

static void expect_page(json_t *blocks, const char *expected)
{
    assert_string_equal(printed_by(print_page, BAKU_ID, blocks), expected);
}

static void columns_stand_under_each_other(void **state)
{
    (void)state;
    expect_page(
        table_of("lr", 1, json_pack("[[s,s],[s,s],[s,s]]", "Langkah", "Menit", "periksa–ulang", "60–120", "cari", "5")),
        "  Langkah         Menit\n"
        "  periksa–ulang  60–120\n"
        "  cari                5\n");
    expect_page(table_of("lll", 0, json_pack("[[s,s,s],[s,s,s]]", "a", "", "b", "cc", "d", "")), "  a      b\n"
                                                                                                 "  cc  d\n");
}

/* A head is broken before what stands under it; then the widest column is, at a blank or behind `/` or `-`. */
static void a_wide_table_is_broken(void **state)
{
    static const char name[] = "wilayah-yang-panjang/nama-sop-yang-lebih-panjang-lagi-dan-lagi";
    (void)state;
    expect_page(table_of("lrl", 1, json_pack("[[s,s,s],[s,s,s]]", "SOP", "Satu Tidak", "Putusan", name, "+5", "tepat")),
                "  SOP                                                              Satu  Putusan\n"
                "                                                                  Tidak\n"
                "  wilayah-yang-panjang/nama-sop-yang-lebih-panjang-lagi-dan-lagi     +5  tepat\n");
    expect_page(table_of("lrl", 1,
                         json_pack("[[s,s,s],[s,s,s]]", "SOP", "Menit", "Putusan", name, "100", "benar sebagian saja")),
                "  SOP                                                 Menit  Putusan\n"
                "  wilayah-yang-panjang/nama-sop-yang-lebih-panjang-     100  benar sebagian saja\n"
                "  lagi-dan-lagi\n");
}

static void what_has_no_break_is_broken_all_the_same(void **state)
{
    char word[101] = "";
    (void)state;
    for (size_t i = 0; i + 2 < sizeof word; i += 2)
        memcpy(word + i, "é", 3);
    json_t *rows = json_pack("[[s,s]]", word, "Putusan yang panjang sekali sampai tidak muat lagi dalam satu baris");
    const char *text = printed_by(print_page, BAKU_ID, table_of("ll", 0, rows));
    size_t letters = 0, widest = 0, width = 0;
    for (const char *at = text; *at; at++) {
        letters += (unsigned char)*at == 0xC3;
        width = *at == '\n' ? 0 : width + (((unsigned char)*at & 0xC0) != 0x80);
        widest = width > widest ? width : widest;
    }
    assert_int_equal(letters, 50);
    assert_true(widest <= PAGE_COLUMNS);
}

static void sentences_are_broken_at_blanks(void **state)
{
    (void)state;
    expect_page(
        json_pack("[{s:s,s:s},{s:s,s:s},{s:s,s:s,s:s},{s:s,s:s},{s:s,s:s}]", "kind", "title", "text", "Judul", "kind",
                  "line", "text", "SOP a/x", "kind", "verdict", "tone", "good", "text",
                  "Klaim 29 menit tepat: dengan semua jawaban Ya perkara memakan 29 menit, seperti ini.", "kind",
                  "heading", "text", "Waktu", "kind", "sentence", "text",
                  "wilayah/sop-yang-panjang-namanya: tidak diaudit; lihat: baku check wilayah/sop-yang-panjang"),
        "Judul\n"
        "SOP a/x\n"
        "\n"
        "Klaim 29 menit tepat: dengan semua jawaban Ya perkara memakan 29 menit, seperti\n"
        "ini.\n"
        "\n"
        "\n"
        "Waktu\n"
        "  wilayah/sop-yang-panjang-namanya: tidak diaudit; lihat: baku check\n"
        "  wilayah/sop-yang-panjang\n");
    expect_page(json_pack("[{s:s,s:s}]", "kind", "heading", "text", "satu\ndua"), "satu dua\n");
}

/* --- lists --- */

static json_t *task_row(int number, const char *key, const char *step, const char *title, const char *zone)
{
    return json_pack("{s:i,s:s?,s:s,s:s?,s:s,s:s,s:s,s:b,s:s,s:s}", "case", number, "key", key, "sop",
                     "kaltim/penerbitan-lock", "title", title, "step", step, "actor", "verifikator", "region", "kaltim",
                     "late", 1, "until_short", "kemarin 15.55", "zone", zone);
}

static json_t *two_tasks(const char *key, const char *zone)
{
    return json_pack("{s:[o,o],s:n}", "items",
                     task_row(7, key, "ajukan-surat-keterangan", "Ibu Ani dari Bontang", "WITA"),
                     task_row(12, NULL, "verifikasi", NULL, zone), "next");
}

static void expect_list(const char *columns, json_t *document, const char *expected)
{
    setenv("COLUMNS", columns, 1);
    assert_string_equal(printed_by(print_worklist, BAKU_ID, document), expected);
    unsetenv("COLUMNS");
}

static void a_list_gives_way_where_it_can(void **state)
{
    (void)state;
    expect_list(
        "140", two_tasks("SK-2", "WITA"),
        "NO  KUNCI  PALING LAMBAT            LANGKAH                  PELAKSANA             SOP                   "
        "  JUDUL\n"
        "7   SK-2   TERLAMBAT kemarin 15.55  ajukan-surat-keterangan  verifikator (kaltim)  kaltim/penerbitan-lock"
        "  Ibu Ani dari Bontang\n"
        "12         TERLAMBAT kemarin 15.55  verifikasi               verifikator (kaltim)  kaltim/penerbitan-lock"
        "\n");
    expect_list("112", two_tasks("SK-2", "WITA"),
                "NO  KUNCI  PALING LAMBAT            LANGKAH                  PELAKSANA             JUDUL\n"
                "7   SK-2   TERLAMBAT kemarin 15.55  ajukan-surat-keterangan  verifikator (kaltim)"
                "  Ibu Ani dari Bontang\n"
                "    kaltim/penerbitan-lock\n"
                "12         TERLAMBAT kemarin 15.55  verifikasi               verifikator (kaltim)\n"
                "    kaltim/penerbitan-lock\n");
    expect_list("100", two_tasks(NULL, "WITA"),
                "NO  PALING LAMBAT            LANGKAH                  PELAKSANA             JUDUL\n"
                "7   TERLAMBAT kemarin 15.55  ajukan-surat-keterangan  verifikator (kaltim)  Ibu Ani dari Bontang\n"
                "    kaltim/penerbitan-lock\n"
                "12  TERLAMBAT kemarin 15.55  verifikasi               verifikator (kaltim)\n"
                "    kaltim/penerbitan-lock\n");
}

static void a_list_keeps_what_must_be_typed(void **state)
{
    (void)state;
    expect_list("60", two_tasks("SK-2", "WITA"),
                "NO  PALING LAMBAT            LANGKAH\n"
                "7   TERLAMBAT kemarin 15.55  ajukan-surat-keterangan\n"
                "    Ibu Ani dari Bontang · SK-2 · verifikator (kaltim)\n"
                "    kaltim/penerbitan-lock\n"
                "12  TERLAMBAT kemarin 15.55  verifikasi\n"
                "    verifikator (kaltim) · kaltim/penerbitan-lock\n");
    expect_list("40", two_tasks(NULL, "WITA"),
                "NO  PALING LAMBAT            LANGKAH\n"
                "7   TERLAMBAT kemarin 15.55  ajukan-surat-keterangan\n"
                "    Ibu Ani dari Bontang\n"
                "    verifikator (kaltim)\n"
                "    kaltim/penerbitan-lock\n"
                "12  TERLAMBAT kemarin 15.55  verifikasi\n"
                "    verifikator (kaltim)\n"
                "    kaltim/penerbitan-lock\n");
}

/* What the options of a list leave is not said of the whole. */
static void an_empty_list_says_of_what(void **state)
{
    static const struct {
        enum option first, second; /* no option of a list: none */
        const char *indonesian, *english;
    } rows[] = {{OPTION_ANY_sops, OPTION_ANY_sops, "Tidak ada yang menunggu.\n", "Nothing is due.\n"},
                {OPTION_worklist_late, OPTION_ANY_sops, "Tidak ada yang terlambat.\n", "Nothing is late.\n"},
                {OPTION_worklist_as, OPTION_ANY_sops,
                 "Tidak ada yang menunggu untuk saringan itu; semuanya: baku worklist\n",
                 "Nothing is due for that filter; all that is due: baku worklist\n"},
                {OPTION_worklist_region, OPTION_worklist_late,
                 "Tidak ada yang terlambat untuk saringan itu; semuanya: baku worklist\n",
                 "Nothing is late for that filter; all that is due: baku worklist\n"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (enum baku_lang lang = BAKU_ID; lang <= BAKU_EN; lang++) {
            struct cli cli = {.command = COMMAND_worklist, .lang = lang};
            cli.options[rows[i].first].n = cli.options[rows[i].second].n = 1;
            assert_string_equal(printed_for(&cli, print_worklist, json_pack("{s:[],s:n}", "items", "next")),
                                lang == BAKU_ID ? rows[i].indonesian : rows[i].english);
        }
    struct cli cli = {.command = COMMAND_case, .lang = BAKU_ID};
    cli.options[OPTION_case_state].n = 1;
    assert_string_equal(printed_for(&cli, print_cases, json_pack("{s:[],s:n}", "items", "next")),
                        "Tidak ada perkara untuk saringan itu; semuanya: baku case list\n");
}

/* Under a row nothing is lost, however long it is. */
static void what_stands_under_a_row_is_never_cut(void **state)
{
    (void)state;
    expect_list("40",
                json_pack("{s:[o],s:n}", "items",
                          task_row(7, NULL, "verifikasi",
                                   "Permohonan pencabutan sertifikat elektronik Ibu Ani dari Bontang\nSelatan "
                                   "dengan-sebuah-kata-yang-lebih-panjang-daripada-barisnya",
                                   "WITA"),
                          "next"),
                "NO  PALING LAMBAT            LANGKAH\n"
                "7   TERLAMBAT kemarin 15.55  verifikasi\n"
                "    Permohonan pencabutan sertifikat\n"
                "    elektronik Ibu Ani dari Bontang\n"
                "    Selatan\n"
                "    dengan-sebuah-kata-yang-lebih-panjan\n"
                "    g-daripada-barisnya\n"
                "    verifikator (kaltim)\n"
                "    kaltim/penerbitan-lock\n");
}

static void a_list_of_two_zones_names_them(void **state)
{
    (void)state;
    expect_list("80", two_tasks(NULL, "WIB"),
                "NO  PALING LAMBAT                 LANGKAH                  JUDUL\n"
                "7   TERLAMBAT kemarin 15.55 WITA  ajukan-surat-keterangan  Ibu Ani dari Bontang\n"
                "    verifikator (kaltim) · kaltim/penerbitan-lock\n"
                "12  TERLAMBAT kemarin 15.55 WIB   verifikasi\n"
                "    verifikator (kaltim) · kaltim/penerbitan-lock\n");
}

/* Columns that are no number count as not stated. */
static void the_width_is_that_of_the_environment(void **state)
{
    static const struct {
        const char *columns;
        size_t width;
    } rows[] = {{"40", 40},    {"1000", 1000}, {"39", 40}, {"1", 40},   {"0", 100},
                {"1001", 100}, {"80x", 100},   {"", 100},  {"-80", 100}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        setenv("COLUMNS", rows[i].columns, 1);
        int kept = dup(STDOUT_FILENO);
        FILE *to = tmpfile();
        dup2(fileno(to), STDOUT_FILENO);
        size_t width = out_width();
        dup2(kept, STDOUT_FILENO);
        close(kept);
        fclose(to);
        assert_int_equal(width, rows[i].width);
    }
    unsetenv("COLUMNS");
}

static json_t *cancelled_case(void)
{
    return json_pack("{s:i,s:s,s:s,s:s,s:s,s:i,s:s,s:s,s:s,s:i,s:s,s:s}", "case", 3, "key", "SK-2", "state",
                     "cancelled", "sop", "kaltim/hilang", "sop_title", "Hilang", "revision", 2, "started",
                     "2025-01-06T08:00:00+08:00", "ended", "2025-01-07T09:30:00+08:00", "zone", "WITA", "working_s",
                     3600, "cancelled_by", "admin", "reason", "pemohon mundur");
}

static void a_cancelled_case_says_by_whom_and_why(void **state)
{
    (void)state;
    assert_string_equal(printed_by(print_case, BAKU_ID, cancelled_case()),
                        "Perkara 3 (SK-2) · dibatalkan\n"
                        "kaltim/hilang: Hilang, revisi 2\n"
                        "dimulai 2025-01-06 08:00, dibatalkan 2025-01-07 09:30 WITA oleh admin, 60 menit jam kerja\n"
                        "  alasan: pemohon mundur\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_that_of_a_teacher),
        cmocka_unit_test(a_long_way_is_cut_in_the_middle),
        cmocka_unit_test(twenty_gaps_are_shown),
        cmocka_unit_test(nothing_steers_the_terminal),
        cmocka_unit_test(columns_stand_under_each_other),
        cmocka_unit_test(a_wide_table_is_broken),
        cmocka_unit_test(what_has_no_break_is_broken_all_the_same),
        cmocka_unit_test(sentences_are_broken_at_blanks),
        cmocka_unit_test(a_list_gives_way_where_it_can),
        cmocka_unit_test(a_list_keeps_what_must_be_typed),
        cmocka_unit_test(a_list_of_two_zones_names_them),
        cmocka_unit_test(an_empty_list_says_of_what),
        cmocka_unit_test(what_stands_under_a_row_is_never_cut),
        cmocka_unit_test(the_width_is_that_of_the_environment),
        cmocka_unit_test(a_cancelled_case_says_by_whom_and_why),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
