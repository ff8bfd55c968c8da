# SPDX-License-Identifier: ISC
# Third-party libraries, each as an imported target that only the layers that use it link to.
find_package(PkgConfig REQUIRED)
pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0>=2.74 gio-2.0 gio-unix-2.0)
pkg_check_modules(GMIME REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(MHD REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(JSON REQUIRED IMPORTED_TARGET json-glib-1.0)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(XML REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(GNUTLS REQUIRED IMPORTED_TARGET gnutls)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(ETPAN REQUIRED IMPORTED_TARGET libetpan)

# Debian 12's libetpan.pc hands the flags on with which the library was linked, and one of them undoes PIE.
get_target_property(etpan_options PkgConfig::ETPAN INTERFACE_LINK_OPTIONS)
if(etpan_options)
  list(FILTER etpan_options EXCLUDE REGEX "^-specs=.*pie")
  set_target_properties(PkgConfig::ETPAN PROPERTIES INTERFACE_LINK_OPTIONS "${etpan_options}")
endif()
