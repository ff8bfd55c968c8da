# SPDX-License-Identifier: ISC
# What is installed beside the programs: units, man pages, completion. The rules: config/CMakeLists.txt.
install(FILES README.md docs/threats.md docs/sealed-records.md docs/case-file.md docs/case.schema.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(PROGRAMS contrib/extract-sealed contrib/check-custody DESTINATION ${CMAKE_INSTALL_DATADIR}/amana)
install(FILES contrib/systemd/amanad.service contrib/systemd/amana-cleaner.service contrib/systemd/amana-cleaner.socket
  DESTINATION lib/systemd/system)
install(FILES contrib/systemd/amana.sysusers DESTINATION lib/sysusers.d RENAME amana.conf)
install(FILES contrib/systemd/amana.tmpfiles DESTINATION lib/tmpfiles.d RENAME amana.conf)
install(FILES docs/man/amanad.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES docs/man/amana.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES contrib/completion/amana.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME amana)
install(FILES contrib/completion/_amana DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
